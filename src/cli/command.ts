/** A command: takes the arguments after its name, and resolves to the exit status when it has ended. */
export type Command = (args: string[]) => Promise<number>;

/** The command was called wrongly: its message is shown, and the exit status is 2. */
export class UsageError extends Error {}
