import { html, type Html } from "../html.ts";
import { codeBlock, inline } from "../markdown.ts";
import { errorCasesOf, type ErrorCase } from "../model/error-codes.ts";
import type { Call } from "../model/reference.ts";
import { schemaTree, type } from "../schema/tree.ts";
import { constraints } from "../schema/values.ts";
import { contextBelow, type Rendering, viewOf } from "./site-context.ts";

const BASE = "../";
const isFailure = (status: string): boolean => status === "default" || Number(status) >= 400;

/** What a call returns when it succeeds, by status. */
export function responses(rendering: Rendering, call: Call): Html {
  const successes = Object.entries<any>(call.definition.responses).filter(([status]) => !isFailure(status));
  return html`<h2 id="responses">Responses</h2>
    ${successes.map(([status, node]) => success(rendering, status, rendering.reference.resolve(node)))}`;
}

function success(rendering: Rendering, status: string, response: any): Html {
  const view = viewOf(rendering, "response");
  const id = `response-${status}`;
  const content = Object.entries<any>(response.content ?? {});
  return html`<div class="response" id="${id}">
    <h3><a class="status" href="#${id}">${status}</a> <span>${inline(response.description, view.context)}</span></h3>
    ${content.length === 0 && html`<p class="note">Without a body.</p>`}
    ${response["x-may-be-empty"] && html`<p class="note">The body may be missing.</p>`}
    ${content.map(
      ([mediaType, media], i) =>
        html`<p class="media"><code>${mediaType}</code> ${type(view, media.schema)}</p>
          ${schemaTree(view, media.schema, i === 0 ? id : `${id}-${i + 1}`)}`,
    )}
    ${response.headers && headers(rendering, id, response.headers)}
  </div>`;
}

function headers(rendering: Rendering, prefix: string, all: Record<string, any>): Html {
  const view = viewOf(rendering, "response");
  const names = Object.keys(all);
  return html`<details class="more headers">
    <summary>${names.length} ${names.length === 1 ? "header" : "headers"}: ${names.join(", ")}</summary>
    <ul class="props">
      ${names.map((name) => {
        const header = rendering.reference.resolve(all[name]);
        const id = `${prefix}.header.${name}`;
        return html`<li class="prop" id="${id}">
          <p class="head">
            <a class="name" href="#${id}"><code>${name}</code></a> ${type(view, header.schema)}
          </p>
          <p class="text">${inline(header.description, view.context)}</p>
          ${constraints(view, rendering.reference.resolve(header.schema) ?? {})}
          ${header.example !== undefined && html`<p class="values"><span class="label">Example</span> <code>${String(header.example)}</code></p>`}
        </li>`;
      })}
    </ul>
  </details>`;
}

/** How a call is refused: each status with its codes, and a body of each. */
export function errors(rendering: Rendering, call: Call): Html {
  const all = errorCasesOf(rendering.reference, call);
  const statuses = [...new Set(all.map(({ status }) => status))];
  return html`<h2 id="errors">Errors</h2>
    <p class="note">
      The body is an <a href="${BASE}schemas/ErrorResponse.html">ErrorResponse</a>;
      <a href="${BASE}errors.html">all error codes</a>. What is said of this call alone comes first.
    </p>
    <ul class="refusals">
      ${statuses.map(
        (status) =>
          html`<li id="response-${status}">
            <span class="status bad">${status}</span>
            <div>
              ${all.filter((errorCase) => errorCase.status === status).map((errorCase) => row(rendering, errorCase))}
            </div>
          </li>`,
      )}
    </ul>`;
}

function row(rendering: Rendering, { code, when, body, own }: ErrorCase): Html {
  const text = inline(when, contextBelow(rendering));
  const name = code && html`<a href="${BASE}errors.html#${code}"><code>${code}</code></a>`;
  return html`<div class="refusal ${own && "own"}">
    <p>${name} ${text}</p>
    ${
      body !== undefined &&
      html`<details class="more">
        <summary>Example body<span class="hidden"> of ${code}</span></summary>
        ${codeBlock(JSON.stringify(body, null, 2), "json")}
      </details>`
    }
  </div>`;
}
