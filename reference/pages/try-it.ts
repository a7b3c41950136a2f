import { html, type Html } from "../html.ts";
import { type Call, exampleOf, type Parameter, type Reference } from "../reference.ts";
import { sampleArguments } from "../samples/arguments.ts";

/** What the console's script needs to know of a call. */
export interface TryItCall {
  method: string;
  url: string;
  bodyType?: string;
  /** Names of the parts of a form, which are files. */
  form?: string[];
}

/** A console that sends the call from the page, to the mock server unless told otherwise. */
export function tryIt(reference: Reference, call: Call): Html {
  const { query, header, body } = sampleArguments(reference, call);
  const given = { ...query, ...header };
  const data: TryItCall = {
    method: call.method.toUpperCase(),
    url: call.url,
    ...(body && { bodyType: body.type }),
    ...(body?.kind === "form" && { form: Object.keys(body.value) }),
  };
  const text = body?.kind === "json" ? JSON.stringify(body.value, null, 2) : String(body?.value ?? "");
  const statuses = Object.keys(call.definition.responses).filter((status) => status !== "default");
  return html`<section class="try">
    <h2 id="try">Try it</h2>
    <p>
      <code>npm run docs:serve</code> starts these pages together with the mock server that answers here. No data leaves
      this machine then.
    </p>
    <noscript><p class="callout">The console needs JavaScript.</p></noscript>
    <form class="console" data-try="${JSON.stringify(data)}" hidden autocomplete="off">
      <div class="pair">
        <label
          >Base URL <input name="base" type="url" value="http://127.0.0.1:4010" spellcheck="false" required
        /></label>
        <label>Token <input name="token" type="password" value="00mock" autocomplete="off" spellcheck="false" /></label>
      </div>
      <p class="callout warn" data-warning hidden></p>
      ${
        call.parameters.length > 0 &&
        html`<fieldset>
          <legend>Parameters</legend>
          ${call.parameters.map((parameter) => field(reference, parameter, given))}
        </fieldset>`
      }
      ${body && body.kind !== "form" && html`<label>Body <textarea name="body" rows="${Math.min(14, text.split("\n").length + 1)}" spellcheck="false">${text}</textarea></label>`}
      ${body?.kind === "form" && Object.keys(body.value).map((name) => html`<label>${name} <input type="file" name="part.${name}" /></label>`)}
      <div class="send">
        <label
          >Answer
          <select name="prefer">
            <option value="">as the server decides</option>
            ${statuses.map((status) => html`<option value="${status}">${status} (mock only)</option>`)}
          </select>
        </label>
        <button type="submit">Send</button>
      </div>
      <div class="result" data-result role="status" aria-live="polite"></div>
    </form>
  </section>`;
}

function field(reference: Reference, parameter: Parameter, given: Record<string, unknown>): Html {
  const schema = reference.resolve(parameter.schema);
  const example = exampleOf(reference, parameter);
  const shown = (value: unknown) => (value === undefined ? "" : String(value));
  const value = parameter.in === "path" ? shown(example) : shown(given[parameter.name]);
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
