interface CallEvent {
  method: string;
  /** Path template, such as `/api/v1/users/{userId}`. */
  path: string;
}

/** What happens behind a call that its result does not show. Holds no credential, no header and no body. */
export type OktaEvent =
  | (CallEvent & {
      /** A call begins; it may have to wait before it is sent. */
      type: "start";
      /** The same in all events of one call, and in no other call of this client. */
      id: number;
    })
  | (CallEvent & {
      /** A call has settled, with a response or without. */
      type: "end";
      id: number;
      /** HTTP status of the last response; absent without one. */
      status?: number;
      /** What the call rejects with, where it has no response. */
      error?: unknown;
      /** How often the call was sent. */
      attempts: number;
      /** Milliseconds since `start`, waits and retries included. */
      duration: number;
      /** Name of the rate-limit bucket. */
      bucket: string;
      /** Okta's id of the exchange, where the response has one. */
      requestId?: string;
    })
  | (CallEvent & {
      /** A call is about to be retried. */
      type: "retry";
      id: number;
      /** Attempts made so far. */
      attempt: number;
      /** Milliseconds until the next attempt. */
      delay: number;
      /** HTTP status of the failed attempt; absent without a response. */
      status?: number;
      /** The error of the failed attempt, where there was no response. */
      error?: unknown;
    })
  | (CallEvent & {
      /** A call waits for its turn before it is sent. */
      type: "wait";
      id: number;
      /**
       * `rate-limit`: the bucket is used up; `concurrency`: as many calls as allowed are in flight; `cold-start`: no
       * response has shown yet how many calls the bucket takes.
       */
      reason: "rate-limit" | "concurrency" | "cold-start";
      /** Milliseconds until the bucket refills, for `rate-limit`. */
      delay?: number;
    })
  | (CallEvent & {
      /** Okta refused a call with 429. */
      type: "limit";
      id: number;
      /** Name of the bucket, as in Okta's table of management rate limits. */
      bucket: string;
      /** `window`: its calls are used up; `concurrency`: too many calls at once, of all clients of the org. */
      kind: "window" | "concurrency";
      /** Calls a window, where the response says. */
      limit?: number;
      /** Milliseconds until the window ends by the server's clock, where that is known. */
      delay?: number;
    });

/** Called during the call that the event is about; must not throw. */
export type OnEvent = (event: OktaEvent) => void;
