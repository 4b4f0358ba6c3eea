/**
 * What the links of the SDK's credential chain say while it goes from one to the next. The error at its end does not tell why the
 * profile that was meant gave nothing. It also keeps the SDK from printing warnings of its own.
 */
export class ProviderLog {
  readonly #lines: string[] = [];

  /** Whether a link said something like this. */
  says(pattern: RegExp): boolean {
    return this.#lines.some((line) => pattern.test(line));
  }

  debug(...content: unknown[]): void {
    this.#lines.push(content.join(" "));
  }

  trace(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}
