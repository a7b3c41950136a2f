import type { OktaClient } from "../index.ts";
import type { Output } from "./output.ts";
import type { Progress } from "./progress.ts";
import type { Plan } from "./request-args.ts";

/** One run of the command. */
export interface RequestCall {
  okta: OktaClient;
  plan: Plan;
  output: Output;
  progress: Progress;
  signal: AbortSignal;
}
