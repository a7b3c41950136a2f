import { html, type Html } from "../html.ts";
import { inline } from "../markdown.ts";
import { type Call, type Reference } from "../reference.ts";
import { schemaTree, type } from "../schema-view.ts";
import { contextOf } from "./context.ts";
import { scrollTable } from "./table.ts";

const BASE = "../";

/** Answers by status: successes in full, failures as a table with the code they carry. */
export function answers(reference: Reference, call: Call): Html {
  const all = Object.entries<any>(call.definition.responses).map(([status, node]) => ({
    status,
    answer: reference.resolve(node),
  }));
  const failures = all.filter(({ status }) => status === "default" || Number(status) >= 400);
  const successes = all.filter((entry) => !failures.includes(entry));
  return html`<section>
      <h2 id="answers">Answers</h2>
      ${successes.map(({ status, answer }) => success(reference, status, answer))}
    </section>
    <section>
      <h2 id="errors">Errors</h2>
      ${scrollTable(
        "Errors",
        ["Status", "Code", "Meaning"],
        failures.map(({ status, answer }) => failure(reference, status, answer)),
      )}
      <p class="note">
        The body is an <a href="${BASE}schemas/ErrorResponse.html">ErrorResponse</a>;
        <a href="${BASE}errors.html">all error codes</a>.
      </p>
    </section>`;
}

function success(reference: Reference, status: string, answer: any): Html {
  const context = contextOf(reference, BASE);
  const id = `answer-${status}`;
  const content = Object.entries<any>(answer.content ?? {});
  return html`<div class="answer" id="${id}">
    <h3><a class="status" href="#${id}">${status}</a> ${inline(answer.description, context)}</h3>
    ${content.length === 0 && html`<p class="note">Without a body.</p>`}
    ${answer["x-may-be-empty"] && html`<p class="note">The body may be missing.</p>`}
    ${content.map(
      ([mediaType, media], i) =>
        html`<p class="media"><code>${mediaType}</code> ${type({ reference, base: BASE }, media.schema)}</p>
          ${schemaTree({ reference, direction: "response", context, base: BASE }, media.schema, i === 0 ? id : `${id}-${i + 1}`)}`,
    )}
    ${answer.headers && headers(reference, id, answer.headers)}
  </div>`;
}

function headers(reference: Reference, prefix: string, given: Record<string, any>): Html {
  const names = Object.keys(given);
  return html`<details class="more headers">
    <summary>Headers: ${names.join(", ")}</summary>
    <ul class="props">
      ${names.map((name) => {
        const header = reference.resolve(given[name]);
        const id = `${prefix}.header.${name}`;
        return html`<li class="prop" id="${id}">
          <p class="head">
            <a class="name" href="#${id}"><code>${name}</code></a> ${type({ reference, base: BASE }, header.schema)}
          </p>
          <p class="text">${inline(header.description, contextOf(reference, BASE))}</p>
          ${header.example !== undefined && html`<p class="values"><span class="label">Example</span> <code>${String(header.example)}</code></p>`}
        </li>`;
      })}
    </ul>
  </details>`;
}

/** Bodies of failures in the examples of an answer. */
export const failuresOf = (reference: Reference, answer: any): any[] =>
  Object.values<any>(answer.content ?? {})
    .flatMap((media) => Object.values<any>(media.examples ?? {}))
    .map((example) => reference.resolve(example).value)
    .filter((value) => typeof value?.errorCode === "string");

function failure(reference: Reference, status: string, answer: any): Html {
  const codes = [...new Set(failuresOf(reference, answer).map(({ errorCode }) => errorCode as string))];
  return html`<tr id="answer-${status}">
    <td><span class="status bad">${status}</span></td>
    <td>
      ${codes.map((code, i) => [i > 0 && ", ", html`<a href="${BASE}errors.html#${code}"><code>${code}</code></a>`])}
    </td>
    <td>${inline(answer.description, contextOf(reference, BASE))}</td>
  </tr>`;
}
