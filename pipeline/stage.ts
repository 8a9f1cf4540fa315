/** One step: takes a finished shape, returns a richer one, touches nothing else. */
export type Stage<In, Out, Tools> = {
  readonly name: string;
  /** Raise when the same input would give different bytes; it is kept with the creative. */
  readonly version: number;
  /** @throws the signal's reason when it is aborted between two of the stage's steps */
  run(input: In, tools: Tools, signal: AbortSignal): Promise<Out>;
};
