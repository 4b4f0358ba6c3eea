/** A text is not JSON, or not the expected JSON. */
export class JsonError extends SyntaxError {
  override readonly name = "JsonError";
  /** UTF-16 offset into the text. */
  readonly offset: number;

  /** @param message The state only (`expected a value`): callers that know the file add its name and position. */
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
