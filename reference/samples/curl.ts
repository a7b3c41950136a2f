import type { BodyExample } from "../model/examples.ts";
import type { Call, Reference } from "../model/reference.ts";
import { sampleArguments, type SampleBody, sampleUrl } from "./arguments.ts";

const single = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function bodyOptions(body: SampleBody | undefined): string[] {
  if (!body) return [];
  if (body.kind === "form") return Object.keys(body.value).map((name) => `-F "${name}=@logo.png"`);
  const text = body.kind === "json" ? JSON.stringify(body.value, null, 2) : String(body.value).trim() + "\n";
  return [`-H "Content-Type: ${body.type}"`, `${body.kind === "json" ? "-d" : "--data-binary"} ${single(text)}`];
}

/**
 * The call with curl; `OKTA_CLIENT_ORGURL` and `OKTA_CLIENT_TOKEN` name the org and the API token. A form sends the file
 * `logo.png` of the current folder.
 */
export function curlSample(reference: Reference, call: Call, example?: BodyExample): string {
  const sample = sampleArguments(reference, call, example);
  const method = call.method.toUpperCase();
  return [
    `curl ${method === "GET" ? "" : `-X ${method} `}"$OKTA_CLIENT_ORGURL${sampleUrl(call, sample).replaceAll("$", "\\$")}"`,
    `-H "Authorization: SSWS $OKTA_CLIENT_TOKEN"`,
    ...Object.entries(sample.header).map(([name, value]) => `-H ${single(`${name}: ${value}`)}`),
    ...bodyOptions(sample.body),
  ].join(" \\\n  ");
}
