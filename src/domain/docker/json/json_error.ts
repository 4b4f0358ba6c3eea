/** A text is not JSON, or not the JSON that was expected, at one place. */
export class JsonError extends SyntaxError {
  override readonly name = "JsonError";
  /** UTF-16 offset into the text. */
  readonly offset: number;

  /** @param message The state alone (`expected a value`): whoever knows the file adds its name and position. */
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
