import { html, type Html, raw } from "../html.ts";
import { codeBlock, inline } from "../markdown.ts";
import { type BodyExample, bodyExamples, mediaExamples } from "../model/examples.ts";
import { type Call, type Reference, successesOf } from "../model/reference.ts";
import { curlSample } from "../samples/curl.ts";
import { sdkSample, sdkTable } from "../samples/sdk.ts";
import { typescriptSample } from "../samples/typescript.ts";
import { variantOfValue } from "../schema/union.ts";

interface Tab {
  title: string;
  body: Html;
  /** Kind of the resource that it shows. */
  kind?: string | undefined;
}

/** Panels one below the other; the page's script turns them into tabs. */
const tabs = (id: string, label: string, list: Tab[]): Html =>
  html`<div class="tabs" data-tabs="${label}">
    ${list.map(
      ({ title, body, kind }, i) =>
        html`<section
          class="panel"
          id="${id}-${i + 1}"
          data-tab="${title.replaceAll("`", "")}"
          ${kind && html` data-of-kind="${kind}"`}
        >
          <h3>${inline(title)}</h3>
          ${body}
        </section>`,
    )}
  </div>`;

const MOST_LINES = 400;

function show(value: unknown): Html {
  if (typeof value === "string") return codeBlock(value.trim(), value.trimStart().startsWith("<") ? "xml" : "");
  const lines = JSON.stringify(value, null, 2).split("\n");
  if (lines.length <= MOST_LINES) return codeBlock(lines.join("\n"), "json");
  return html`${codeBlock([...lines.slice(0, MOST_LINES), "…"].join("\n"), "json")}
    <p class="note">${lines.length - MOST_LINES} more lines.</p>`;
}

function languages(reference: Reference, call: Call, example: BodyExample | undefined, id: string): Html {
  const { code, allPages } = typescriptSample(reference, call, example);
  const sdk = sdkSample(reference, call, example);
  const pages =
    allPages &&
    html`<p class="code-label">All pages</p>
      ${codeBlock(allPages, "ts")}`;
  const list: Tab[] = [
    { title: "TypeScript", body: html`${codeBlock(code, "ts")} ${pages}` },
    { title: "curl", body: codeBlock(curlSample(reference, call, example), "sh") },
  ];
  if (example && example.mediaType !== "multipart/form-data") list.push({ title: "Body", body: show(example.value) });
  if (sdk) {
    const note = html`<p class="note">With ${sdkTable.package} ${sdkTable.version}.</p>`;
    list.push({ title: "Official SDK", body: html`${codeBlock(sdk, "ts")} ${note}` });
  }
  return tabs(id, "Language", list);
}

/** Chooses the example that samples, schema and console show. */
export const exampleChoice = (examples: BodyExample[], label: string): Html =>
  html`<label class="choice" hidden
    >${label}
    <select data-choice>
      ${examples.map(({ key, title, kind }) => html`<option value="${key}" ${kind && html` data-kind="${kind}"`}>${title.replaceAll("`", "")}</option>`)}
    </select></label
  >`;

/** The call in code, for each example of its body. */
export function requestSamples(reference: Reference, call: Call): Html {
  const examples = bodyExamples(reference, call);
  if (examples.length === 0) {
    return html`<h2 id="samples">Call it</h2>
      ${languages(reference, call, undefined, "sample")}`;
  }
  return html`<h2 id="samples">Call it</h2>
    ${examples.length > 1 && exampleChoice(examples, "Example")}
    ${examples.map((example, i) => sampleOf(reference, call, example, i, examples.length > 1))}`;
}

function sampleOf(reference: Reference, call: Call, example: BodyExample, i: number, several: boolean): Html {
  const { key, title, made } = example;
  return html`<div class="example ${i === 0 && "chosen"}" data-example="${key}">
    ${several && html`<h3 class="example-title">${inline(title)}</h3>`}
    ${made && html`<p class="note">Made from the schema: what this kind requires.</p>`}
    ${languages(reference, call, example, i === 0 ? "sample" : `sample-${i + 1}`)}
  </div>`;
}

/** Examples of what a call returns when it succeeds. */
export function responseSamples(reference: Reference, call: Call): Html | undefined {
  const statuses = successesOf(call);
  const list = statuses.flatMap((status) => {
    const content = Object.entries<any>(reference.resolve(call.definition.responses[status]).content ?? {});
    return content.flatMap(([mediaType, media]) =>
      mediaExamples(reference, media).map(({ title, value }): Tab => {
        const prefix = statuses.length > 1 ? `${status}: ` : "";
        const suffix = content.length > 1 ? ` (${mediaType})` : "";
        return {
          title: prefix + title + suffix,
          body: show(value),
          kind: variantOfValue(reference, media.schema, value)?.label,
        };
      }),
    );
  });
  if (list.length === 0) return undefined;
  return html`<h2 id="response-examples">Response</h2>
    ${tabs("response-example", "Example of the response", list)}`;
}

/** Data for a script, in the page; `<` cannot end the element early. */
export const jsonData = (id: string, value: unknown): Html =>
  html`<script type="application/json" id="${id}">
    ${raw(JSON.stringify(value).replaceAll("<", "\\u003c"))}
  </script>`;
