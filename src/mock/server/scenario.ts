/** One way to fail. The first rule that ends a call wins; delays of several rules add up. */
export interface ScenarioRule {
  /** Which calls it counts; all of them without it. */
  match?: {
    /** Such as `GET`; any without it. */
    method?: string | undefined;
    /** Path in which `{name}` or `*` stands for a segment and `**` for any number of them; any without it. */
    path?: string | undefined;
  };
  /** Lets so many calls pass before it counts. @default 0 */
  skip?: number | undefined;
  /** Acts on every n-th counted call. @default 1 */
  every?: number | undefined;
  /** Acts on so many calls in a row at the end of every `every`. @default 1 */
  burst?: number | undefined;
  /** Acts on so many counted calls at the start, and no more. */
  first?: number | undefined;
  /** Status of the response, 200 to 599. */
  status?: number | undefined;
  /** Okta's code in the body of an error; the one that fits the status without it. */
  errorCode?: string | undefined;
  /** A body instead of Okta's error: JSON, or a text such as a proxy's page. A success has none without it. */
  body?: unknown;
  /** Headers beside Okta's own. */
  headers?: Record<string, string> | undefined;
  /** Seconds until `X-Rate-Limit-Reset` of a 429, whole. @default 2 */
  resetSeconds?: number | undefined;
  /** Milliseconds to wait before the response, or the least and the most of them. */
  delayMs?: number | [least: number, most: number] | undefined;
  /** Ends the connection: before the response (`true`), after its headers, or in the middle of its body. */
  drop?: true | "headers" | "body" | undefined;
}

/** How a run fails: `{ "rules": [...] }`. */
export interface Scenario {
  rules: ScenarioRule[];
}
