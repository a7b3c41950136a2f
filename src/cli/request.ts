import { isOktaTokenError } from "../auth/token-error.ts";
import { createOktaClient, OktaApiError, type OktaClient, OktaConnectionError } from "../index.ts";
import { nodeFetch } from "../node/fetch.ts";
import { type Command, UsageError } from "./command.ts";
import { type Credential, readCredential, withVariables } from "./credential.ts";
import { openOutput, ReaderGone } from "./output.ts";
import { Progress } from "./progress.ts";
import { HELP, type Plan, planOf } from "./request-args.ts";
import { readBody } from "./request-body.ts";
import { readForm } from "./request-form.ts";
import { sendOne } from "./request-one.ts";
import { printList } from "./request-list.ts";
import { eventText, failureText } from "./request-text.ts";

export { HELP };

const request: Command = async (args) => {
  const plan = planOf(args);
  if (!plan) {
    console.log(HELP);
    return 0;
  }
  const { values } = plan;
  const { "token-file": file, "token-stdin": stdin, bearer } = values;
  const credential = await readCredential({ file, stdin, bearer });
  const shared = values.output === undefined && process.stdout.isTTY === true;
  const progress = new Progress(process.stderr, shared);
  const okta = clientOf(plan, credential, progress);
  const body = await bodyOf(plan);
  const output = await openOutput(values.output);
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once("SIGINT", onInterrupt);
  try {
    const call = { okta, plan, output, progress, signal: stop.signal };
    const status = await (values.paginate ? printList(call) : sendOne(call, body));
    progress.clear();
    if (status === 0) await output.finish();
    return status;
  } catch (error) {
    progress.clear();
    return statusOf(error, stop.signal);
  } finally {
    process.off("SIGINT", onInterrupt);
    await output.discard();
  }
};

export default request;

/** The exit status after an error, which is shown where it is one of the call. */
function statusOf(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) return 130;
  if (error instanceof ReaderGone) return 0;
  const expected =
    error instanceof OktaApiError ||
    error instanceof OktaConnectionError ||
    error instanceof TypeError ||
    isOktaTokenError(error);
  if (!expected) throw error;
  process.stderr.write(`${failureText(error)}\n`);
  return 1;
}

async function bodyOf({ values, headers }: Plan): Promise<string | Uint8Array | FormData | undefined> {
  if (values.form !== undefined) return readForm(values.form);
  return values.body === undefined ? undefined : readBody(values.body, headers["content-type"]);
}

function clientOf({ values, timeout }: Plan, credential: Credential, progress: Progress): OktaClient {
  const orgUrl = values["org-url"];
  if (orgUrl === undefined && !process.env["OKTA_CLIENT_ORGURL"]) {
    throw new UsageError("OKTA_CLIENT_ORGURL is not set. Set it to the org's URL, or give --org-url.");
  }
  try {
    return createOktaClient({
      orgUrl,
      ...credential.options,
      fetch: nodeFetch(),
      userAgent: "okta-fetch-cli",
      timeout,
      ...(!values.retry && { retry: false }),
      onEvent(event) {
        const text = values.verbose ? eventText(event) : undefined;
        if (text) progress.line(text);
        progress.event(event);
      },
    });
  } catch (cause) {
    const message = (cause as Error).message.replaceAll("orgUrl", orgUrl ? "--org-url" : "OKTA_CLIENT_ORGURL");
    throw new UsageError(withVariables(message), { cause });
  }
}
