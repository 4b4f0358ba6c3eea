/** The current instant. Tests pass a fixed one. */
export type Clock = () => Date;
