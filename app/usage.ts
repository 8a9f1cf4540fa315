/** The command line was not understood; the process ends with code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Error"; // a sentence, no stack
  }
}
