/** The call as it stands in the console, as code to take away; the token is never part of it. */
import { literal } from "../../samples/literal.ts";
import type { ConsoleForm } from "./form.ts";

const single = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

export function asCurl(form: ConsoleForm): string {
  const { method, bodyType, form: parts } = form.call;
  const url = `"$OKTA_CLIENT_ORGURL${form.path().replaceAll("$", "\\$")}"`;
  const headers = form.entries("header").map(([name, value]) => `-H ${single(`${name}: ${value}`)}`);
  const body = form.value("body");
  return [
    `curl ${method === "GET" ? "" : `-X ${method} `}${url}`,
    `-H "Authorization: SSWS $OKTA_CLIENT_TOKEN"`,
    ...headers,
    ...(parts ?? []).map((name) => `-F "${name}=@${form.file(`part.${name}`)?.name ?? "logo.png"}"`),
    ...(bodyType && !parts && body ? [`-H "Content-Type: ${bodyType}"`, `--data-binary ${single(body)}`] : []),
  ].join(" \\\n  ");
}

const typed = (value: string): unknown =>
  value === "true" ? true : value === "false" ? false : /^\d{1,9}$/.test(value) ? Number(value) : value;

/** @throws Error when the body is not JSON although the call takes it */
export function asTypeScript(form: ConsoleForm): string {
  const { method, url, bodyType } = form.call;
  const groups = (["path", "query", "header"] as const).map((kind) => {
    const entries = form.entries(kind).map(([name, value]) => [name, kind === "query" ? typed(value) : value]);
    return [kind, Object.fromEntries(entries)] as const;
  });
  const params = Object.fromEntries(groups.filter(([, values]) => Object.keys(values).length > 0));
  const lines = [
    ...(Object.keys(params).length > 0 ? [`  params: ${literal(params, 2)},`] : []),
    ...bodyLines(form.value("body"), bodyType),
  ];
  const init = lines.length > 0 ? `, {\n${lines.join("\n")}\n}` : "";
  return `const { data, error } = await okta.${method}("${url}"${init});\nif (error) throw error;\nconsole.log(data);\n`;
}

function bodyLines(body: string, bodyType: string | undefined): string[] {
  if (!bodyType || body === "") return [];
  if (!bodyType.endsWith("json"))
    return [`  body: ${JSON.stringify(body)},`, `  headers: { "content-type": "${bodyType}" },`];
  try {
    return [`  body: ${literal(JSON.parse(body), 2)},`];
  } catch (cause) {
    throw new Error("The body is not JSON; correct it before copying it as TypeScript.", { cause });
  }
}
