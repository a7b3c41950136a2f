import { html, type Html } from "../html.ts";
import { codeBlock, inline } from "../markdown.ts";
import { type Call, type Reference, successesOf } from "../reference.ts";
import { curlSample } from "../samples/curl.ts";
import { sdkSample, sdkTable } from "../samples/sdk.ts";
import { typescriptSample } from "../samples/typescript.ts";

interface Tab {
  title: string;
  body: Html;
}

/** Panels one below the other; the page's script turns them into tabs. */
export const tabs = (id: string, label: string, list: Tab[]): Html =>
  html`<div class="tabs" data-tabs="${label}">
    ${list.map(
      ({ title, body }, i) =>
        html`<section class="panel" id="${id}-${i + 1}" data-tab="${title.replaceAll("`", "")}">
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

function examples(reference: Reference, content: Record<string, any>, prefix = ""): Tab[] {
  const several = Object.keys(content).length > 1;
  return Object.entries(content).flatMap(([mediaType, media]) =>
    Object.entries<any>(
      media.examples ?? (media.example === undefined ? {} : { example: { value: media.example } }),
    ).map(([name, node]) => {
      const example = reference.resolve(node);
      const title = example.summary ?? name;
      return { title: prefix + (several ? `${title} (${mediaType})` : title), body: show(example.value) };
    }),
  );
}

/** What stands beside a call: the call in code, and the examples of its body and answers. */
export function aside(reference: Reference, call: Call): Html {
  const { code, allPages } = typescriptSample(reference, call);
  const sdk = sdkSample(reference, call);
  const samples: Tab[] = [
    {
      title: "TypeScript",
      body: html`${codeBlock(code, "ts")}
      ${
        allPages &&
        html`<h4>All pages</h4>
          ${codeBlock(allPages, "ts")}`
      }`,
    },
    { title: "curl", body: codeBlock(curlSample(reference, call), "sh") },
    ...(sdk
      ? [
          {
            title: "Official SDK",
            body: html`${codeBlock(sdk, "ts")}
              <p class="note">With ${sdkTable.package} ${sdkTable.version}.</p>`,
          },
        ]
      : []),
  ];
  const content = reference.resolve(call.definition.requestBody)?.content ?? {};
  const bodies = examples(reference, content);
  const answered = successesOf(call).flatMap((status, _i, all) =>
    examples(
      reference,
      reference.resolve(call.definition.responses[status]).content ?? {},
      all.length > 1 ? `${status}: ` : "",
    ),
  );
  return html`<h2 id="samples">Call it</h2>
    ${tabs("sample", "Language", samples)}
    ${
      bodies.length > 0 &&
      html`<h2 id="request-examples">Body</h2>
        ${tabs("request-example", "Example of the body", bodies)}`
    }
    ${
      answered.length > 0 &&
      html`<h2 id="answer-examples">Answer</h2>
        ${tabs("answer-example", "Example of the answer", answered)}`
    }`;
}
