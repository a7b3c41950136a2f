/** What happens behind a call that its result does not show. Holds no credential, no header and no body. */
export type OktaEvent =
  | {
      /** A call is about to be sent again. */
      type: "retry";
      method: string;
      /** Path template, such as `/api/v1/users/{userId}`. */
      path: string;
      /** Attempts made so far. */
      attempt: number;
      /** Milliseconds until the next attempt. */
      delay: number;
      /** HTTP status of the failed attempt; absent when there was no answer. */
      status?: number;
      /** What the failed attempt threw, when there was no answer. */
      error?: unknown;
    }
  | {
      /** A call waits for its turn before it is sent. */
      type: "wait";
      method: string;
      path: string;
      /** `rate-limit`: the bucket is used up; `concurrency`: as many calls as allowed are under way. */
      reason: "rate-limit" | "concurrency";
      /** Milliseconds until the bucket refills; absent for `concurrency`. */
      delay?: number;
    }
  | {
      /** Okta refused a call with 429. */
      type: "limit";
      method: string;
      path: string;
      /** Name of the bucket, as in Okta's table of management rate limits. */
      bucket: string;
      /** Calls a window, where the answer told. */
      limit?: number;
      /** Milliseconds until the window ends by the server's clock, where the answer told. */
      delay?: number;
    };

/** Is called during the call that it tells of, and must not throw. */
export type OnEvent = (event: OktaEvent) => void;
