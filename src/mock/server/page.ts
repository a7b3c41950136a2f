import { isObject } from "../../openapi/document.ts";
import type { CallRecord } from "./history.ts";
import type { MockRun } from "./run.ts";

/** What the run did, as a page for a person: no script, nothing from elsewhere. */

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
section { overflow-x: auto; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8886; padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top; }
th, td:not(:last-child) { white-space: nowrap; }
td:has(code) { white-space: normal; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
td:last-child { overflow-wrap: anywhere; }
code, pre { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { overflow: auto; padding: .75rem; border: 1px solid #8886; }
tr.refused td:nth-child(4) { color: #b3261e; font-weight: 600; }
@media (prefers-color-scheme: dark) { tr.refused td:nth-child(4) { color: #ff8a80; } }
`;

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
// Control characters other than line breaks would be shown as nothing, or not at all.
const escape = (value: unknown): string =>
  String(value)
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/[&<>"']/g, (c) => ESCAPES[c]!);

export const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  "cache-control": "no-store",
};

export function statusPage(run: MockRun): string {
  const { clock, history, scenario, routes, url } = run;
  const calls = history.latest();
  const refused = calls.filter(({ error }) => error);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Mock of the Okta Management API</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>
<body>
<h1>Mock of the Okta Management API</h1>
<p><code>${escape(url)}</code>, at ${escape(clock.iso())}${clock.stopped ? ", standing still" : ""}.
Reload for news; <code>curl ${escape(url)}/_mock</code> lists what steers it.</p>
${section("Refused", refused.length === 0 ? "<p>Nothing.</p>" : callTable(refused, true))}
${section("Last calls", calls.length === 0 ? "<p>None yet.</p>" : callTable(calls, false))}
${section("Scenario", `<pre>${escape(JSON.stringify(scenario.scenario, undefined, 2))}</pre>`)}
${section("Routes", routes.list.length === 0 ? "<p>None of your own.</p>" : routeTable(routes.list))}
${section("State", stateTable(run))}
</body>
</html>
`;
}

const section = (title: string, content: string) => `<section><h2>${title}</h2>${content}</section>`;

const table = (heads: string[], rows: string[]) =>
  `<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;

function callTable(calls: CallRecord[], why: boolean): string {
  const rows = calls.map(({ at, method, path, status, source, ms, error }) => {
    const reason = error && [`${error.code} ${error.summary}`, ...error.causes].map(escape).join("<br>");
    const last = why
      ? `<td>${reason ?? ""}</td>`
      : `<td>${escape(source)}</td><td class="number">${ms.toFixed(1)}</td>`;
    const time = escape(new Date(at).toISOString().slice(11, 23));
    return `<tr${error ? ' class="refused"' : ""}><td>${time}</td><td>${escape(method)}</td><td><code>${escape(path)}</code></td><td>${status}</td>${last}</tr>`;
  });
  return table(["Time", "Method", "Path", "Status", ...(why ? ["Why"] : ["Source", "ms"])], rows);
}

const routeTable = (routes: MockRun["routes"]["list"]) =>
  table(
    ["Method", "Path", "Response"],
    routes.map(
      ({ method, path, status, respond }) =>
        `<tr><td>${escape(method.toUpperCase())}</td><td><code>${escape(path)}</code></td><td>${respond ? "function" : escape(status ?? "fixed")}</td></tr>`,
    ),
  );

function stateTable({ org }: MockRun): string {
  if (!org) return "<p>None: the server was not started with <code>--stateful</code>.</p>";
  const rows = Object.entries(org.save().collections)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, resources]) => {
      const count = isObject(resources) ? Object.keys(resources).length : 0;
      return `<tr><td><code>${escape(path)}</code></td><td class="number">${count}</td></tr>`;
    });
  return table(["Collection", "Resources"], rows);
}
