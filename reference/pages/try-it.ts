import { html, type Html } from "../html.ts";
import type { ConsoleCall, Step } from "../model/console-call.ts";
import { consoleArguments, requestedStatus, stepsBefore } from "../model/console.ts";
import { bodyExamples } from "../model/examples.ts";
import type { Call, Parameter, Reference } from "../model/reference.ts";
import type { SampleArguments, SampleBody } from "../samples/arguments.ts";
import { exampleChoice, jsonData } from "./samples.ts";

const DEFAULT_BASE = "http://127.0.0.1:4010";

function consoleCall(reference: Reference, call: Call, { body }: SampleArguments): ConsoleCall {
  const [example] = bodyExamples(reference, call);
  return {
    method: call.method.toUpperCase(),
    url: call.url,
    ...(body && { bodyType: body.type }),
    ...(example && { example: example.key }),
    ...(body?.kind === "form" && { form: Object.keys(body.value) }),
    steps: stepsBefore(reference, call),
  };
}

/** A console that sends the call from the page, to the mock server unless told otherwise. */
export function tryIt(reference: Reference, call: Call): Html {
  const start = consoleArguments(reference, call);
  const data = consoleCall(reference, call, start);
  const asked = requestedStatus(call);
  return html`<section class="try">
    <h2 id="try">Try it</h2>
    <p data-local>
      <code>npm run docs:serve</code> starts these pages together with the mock server that responds here; so does
      <code>npx okta-fetch mock --stateful</code> for pages that are open already. No data leaves this machine then.
    </p>
    <p class="callout" data-published hidden>
      These pages are published; the console needs a mock server on your machine. Start one with
      <code>npx okta-fetch mock --stateful</code> and send to <code>${DEFAULT_BASE}</code>. Your browser may ask whether
      this site may reach your local network.
    </p>
    <noscript><p class="callout">The console needs JavaScript.</p></noscript>
    ${jsonData("console-call", data)}
    <form class="console" data-try hidden autocomplete="off">
      <div class="pair">
        <label>Base URL <input name="base" type="url" value="${DEFAULT_BASE}" spellcheck="false" required /></label>
        <label>Token <input name="token" type="password" value="00mock" autocomplete="off" spellcheck="false" /></label>
      </div>
      <p class="callout warn" data-warning hidden></p>
      ${
        call.parameters.length > 0 &&
        html`<fieldset>
          <legend>Parameters</legend>
          ${call.parameters.map((parameter) => field(reference, parameter, start))}
        </fieldset>`
      }
      ${start.body && bodyField(reference, call, start.body)} ${data.steps.length > 0 && prepare(data.steps)}
      ${asked && html`<p class="callout">${asked.reason}</p>`}
      <div class="send">
        <label
          >Response
          <select name="prefer">
            <option value="">as the server decides</option>
            ${statusesOf(call).map((status) => html`<option value="${status}" ${status === asked?.code && html` selected`}>${status} (mock only)</option>`)}
          </select>
        </label>
        <button type="button" class="button" data-copy-as="curl">Copy as curl</button>
        <button type="button" class="button" data-copy-as="typescript">Copy as TypeScript</button>
        <button type="button" class="button" data-reset>Open the mock's page</button>
        <button type="submit" class="button primary">Send</button>
      </div>
      <div class="result" data-result role="status" aria-live="polite"></div>
    </form>
  </section>`;
}

const statusesOf = (call: Call): string[] =>
  Object.keys(call.definition.responses).filter((status) => status !== "default");

const prepare = (steps: Step[]): Html =>
  html`<label class="check" data-steps
    ><input type="checkbox" name="prepare" checked /><span
      >On the mock, first:
      ${steps.map(({ summary, method, url }, i) => [i > 0 && ", then ", html`${summary} (<code>${method} ${url}</code>)`])}</span
    ></label
  >`;

function bodyField(reference: Reference, call: Call, body: SampleBody): Html {
  if (body.kind === "form") {
    return html`${Object.keys(body.value).map((name) => html`<label>${name} <input type="file" name="part.${name}" /></label>`)}`;
  }
  const examples = bodyExamples(reference, call);
  const text = body.kind === "json" ? JSON.stringify(body.value, null, 2) : String(body.value ?? "");
  return html`<div class="body-field">
    <div class="tools">
      ${examples.length > 1 && exampleChoice(examples, "Load an example")}
      ${body.kind === "text" && html`<label>Or a file <input type="file" name="file" /></label>`}
    </div>
    <label
      >Body
      <textarea name="body" rows="${Math.min(16, text.split("\n").length + 1)}" spellcheck="false">${text}</textarea>
    </label>
  </div>`;
}

function field(reference: Reference, parameter: Parameter, start: SampleArguments): Html {
  const schema = reference.resolve(parameter.schema);
  const value = String(start[parameter.in][parameter.name] ?? "");
  const name = `${parameter.in}.${parameter.name}`;
  const allowed: unknown[] | undefined = schema.enum ?? (schema.type === "boolean" ? [true, false] : undefined);
  const control =
    allowed && parameter.in !== "path"
      ? html`<select name="${name}">
          <option value="">not sent</option>
          ${allowed.map((v) => html`<option${String(v) === value && html` selected`}>${String(v)}</option>`)}
        </select>`
      : html`<input
          name="${name}"
          value="${value}"
          placeholder="${parameter.in === "path" ? "" : "not sent"}"
          spellcheck="false"
          ${parameter.required && html` required`}
        />`;
  return html`<label
    ><span
      ><code>${parameter.name}</code>${parameter.required && html` <span class="mark required">required</span>`}</span
    >${control}</label
  >`;
}
