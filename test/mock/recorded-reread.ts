import { operations } from "../support/document.ts";
import { keysOf, type Recorded, type Send } from "./recorded-replay.ts";

const READS = new Set(operations.filter(({ method }) => method === "get").map(({ url }) => url));
const shape = (template: string) => template.replace(/\{[^}]+\}/g, "{}");
const READ_OF = new Map([...READS].map((url) => [shape(url), url]));

/** What a write shows once, or only then: a later read lacks it. */
const ONCE: [operation: RegExp, key: RegExp, why: string][] = [
  [/ \/api\/v1\/apps/, /^credentials\.oauthClient\.client_secret$/, "the secret of a client is shown once"],
  [/\/grants$/, /^_embedded/, "a new grant embeds its scope"],
  [/PUT .*contacts/, /./, "the response names the user alone"],
  [/csrs$/, /^_links/, "a request and its list link alike"],
];

/** What a read has that the write did not send. */
const LATER: [operation: RegExp, key: RegExp, why: string][] = [
  [/credentials\/csrs/, /./, "a certificate request is read whole"],
  [/\/idps\/\{idpId\}\/credentials\/keys/, /^_links/, "a read links"],
];

/** A resource that a call wrote: where it is read, and as what. */
interface Written {
  template: string;
  path: string;
}

function writtenBy({ operation }: Recorded, path: string, body: any): Written | undefined {
  const [, template] = operation.split(" ") as [string, string];
  const action = /\/(?:lifecycle\/\w+|credentials\/(?:change|forgot)_\w+|subscribe|unsubscribe)$/;
  if (action.test(template)) return found(template.replace(action, ""), path.replace(action, ""));
  if (template.endsWith("}")) return found(template, path);
  const id = body?.id ?? body?.kid ?? body?.primary?.name;
  const list = template.replace(/\/(generate|clone)$/, "");
  if (/\/clone$/.test(template) || id === undefined) return found(template, path);
  return found(`${list}/{}`, `${path.replace(/\/(generate)$/, "")}/${encodeURIComponent(id)}`) ?? found(template, path);
}

function found(template: string, path: string): Written | undefined {
  const read = READ_OF.get(shape(template));
  return read === undefined ? undefined : { template: read, path };
}

const STATUS_AFTER: Record<string, string[]> = {
  activate: ["ACTIVE", "PROVISIONED", "ENABLED"],
  deactivate: ["INACTIVE", "DEPROVISIONED", "DISABLED"],
  suspend: ["SUSPENDED"],
  unsuspend: ["ACTIVE"],
  subscribe: ["subscribed"],
  unsubscribe: ["unsubscribed"],
};

/**
 * Reads what a replayed call wrote.
 *
 * @param written the response of the mock to that call
 * @returns the operation and body of the read, with what differs from the write; `undefined` where nothing can be read
 */
export async function reread(
  send: Send,
  exchange: Recorded,
  written: { path: string; body: any },
): Promise<{ operation: string; body: any; differences: string[] } | undefined> {
  const { operation } = exchange;
  const [method] = operation.split(" ") as [string];
  if (method === "GET") return undefined;
  const place = writtenBy(exchange, written.path, written.body);
  if (!place) return undefined;
  const { status, body } = await send(`GET ${place.path}`);
  const read = `GET ${place.template}`;
  if (method === "DELETE") {
    // The first DELETE of a user deactivates.
    const isGone = status === 404 || body?.status === "DEPROVISIONED" || Array.isArray(body);
    return { operation: read, body: undefined, differences: isGone ? [] : [`${operation}, then ${read} ${status}`] };
  }
  if (status !== 200) return { operation: read, body, differences: [`${operation}, then ${read} ${status}`] };
  const differences = [...compared(operation, written.body, body), ...statusAfter(operation, body)];
  return { operation: read, body, differences: differences.map((text) => `${operation}, then ${read}: ${text}`) };
}

const isKnown = (list: typeof ONCE, operation: string, key: string) =>
  list.some(([where, what]) => where.test(operation) && what.test(key));

function compared(operation: string, written: any, read: any): string[] {
  if (typeof written !== "object" || written === null || Array.isArray(written) || Array.isArray(read)) return [];
  // A link or the credentials of a user are not what is read.
  if (Object.keys(written).length === 0 || (written.id === undefined && read.id !== undefined)) return [];
  const [before, after] = [keysOf(written), keysOf(read)];
  const gone = [...before].filter((key) => !after.has(key) && !isKnown(ONCE, operation, key));
  const come = [...after].filter((key) => !before.has(key) && !isKnown(LATER, operation, key));
  const other = Object.keys(written).filter(
    (name) => name in read && name !== "_links" && typeof written[name] !== "object" && written[name] !== read[name],
  );
  return [
    ...gone.map((key) => `${key} is gone`),
    ...come.map((key) => `${key} has come`),
    ...other.map((name) => `${name} is ${JSON.stringify(read[name])}, was ${JSON.stringify(written[name])}`),
  ];
}

function statusAfter(operation: string, read: any): string[] {
  const verb = operation.split("/").at(-1)!;
  const expected = /lifecycle|subscribe$/.test(operation) ? STATUS_AFTER[verb] : undefined;
  // An app that takes no users has a connection of no status.
  const status = read?.status ?? "UNKNOWN";
  if (!expected || status === "UNKNOWN" || expected.includes(status)) return [];
  return [`status is ${status}`];
}
