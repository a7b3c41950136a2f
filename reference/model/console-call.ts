/** A call that the console makes before its own, so that that one succeeds on a fresh mock. */
export interface Step {
  summary: string;
  method: string;
  /** Path and query; the path may hold `{parameters}`, which the form or an earlier step fills in. */
  url: string;
  query: Record<string, unknown>;
  body?: string;
  bodyType?: string;
  /**
   * What the following calls take from its response: parameters, and fields of the body as `body/passCode`. Each names a
   * field of the response by pointer, of which an address stands for the last part of its path, or `header NAME`.
   */
  takes: Record<string, string>;
}

/** What the console's script needs to know of a call. */
export interface ConsoleCall {
  method: string;
  url: string;
  bodyType?: string;
  /** Key of the example that the body holds at first. */
  example?: string;
  /** Names of the parts of a form, which are files. */
  form?: string[];
  steps: Step[];
}
