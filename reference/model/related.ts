import { type Call, type Reference, type Section } from "./reference.ts";

const segmentsOf = (url: string): string[] => url.replace(/^\/(?:api|oauth2)\/v1\//, "").split("/");
const isName = (segment: string): boolean => !segment.startsWith("{");
const titled = (segment: string): string => {
  const words = segment.replace(/(?<=[a-z0-9])(?=[A-Z])|[_-]/g, " ").toLowerCase();
  return words[0]!.toUpperCase() + words.slice(1);
};

export interface CallGroup {
  title: string;
  calls: Call[];
}

/** The names in the URL of a call. */
const resourceOf = (call: Call): string[] => segmentsOf(call.url).filter(isName);

const SMALLEST = 2;
/** Names in URLs that say less than the name before them. */
const VAGUE = new Set(["subscriptions"]);

function titleOf(section: Section, root: string, second: string | undefined, roots: number): string {
  if (!second) return roots === 1 ? section.title : titled(root);
  return roots > 1 && VAGUE.has(second) ? `${titled(second)} of ${root}` : titled(second);
}

/** The calls of a section by what they work on: its main resource first, then what hangs below it. */
export function callGroups(section: Section): CallGroup[] {
  const groups = new Map<string, Call[]>();
  for (const call of section.calls) {
    const [root, second] = resourceOf(call);
    const key = second ? `${root}/${second}` : root!;
    groups.set(key, [...(groups.get(key) ?? []), call]);
  }
  const roots = new Set([...groups.keys()].map((key) => key.split("/")[0]));
  const made: CallGroup[] = [];
  const others: Call[] = [];
  for (const [key, calls] of groups) {
    const [root, second] = key.split("/");
    if (calls.length < SMALLEST && second && groups.size > 3) others.push(...calls);
    else made.push({ title: titleOf(section, root!, second, roots.size), calls });
  }
  if (others.length > 0) made.push({ title: "Others", calls: others });
  return made.length === 1 ? [{ title: "Operations", calls: made[0]!.calls }] : made;
}

export interface Related {
  call: Call;
  why: string;
}

const VERBS: Record<string, string> = {
  get: "reads it",
  post: "creates, or changes what is sent",
  put: "replaces all of it",
  patch: "changes parts of it",
  delete: "removes it",
};

/** The URL of the resource that a call acts on: without `/lifecycle/…` and the id at its end. */
const baseUrl = (url: string): string => url.replace(/\/lifecycle\/[^/]+$/, "").replace(/\/\{[^}]+\}$/, "");

const MOST_RELATED = 10;
const FEW = 3;

/** Calls that a reader of one wants next: other methods of its URL, and what else moves or holds its resource. */
export function relatedTo(reference: Reference, call: Call): Related[] {
  const others = reference.calls.filter((other) => other !== call);
  const same = others.filter(({ url }) => url === call.url);
  const base = baseUrl(call.url);
  const near = others.filter(({ url }) => url !== call.url && baseUrl(url) === base);
  const few = same.length + near.length < FEW;
  // What stands alone at its URL has the resource above it.
  const above = few ? others.filter(({ url }) => !near.some((n) => n.url === url) && isAbove(url, call.url)) : [];
  return [
    ...same.map((other) => ({ call: other, why: whySame(call, other) })),
    ...[...near, ...above].map((other) => ({ call: other, why: "" })),
  ].slice(0, MOST_RELATED);
}

const isAbove = (url: string, below: string): boolean => below.startsWith(`${url}/`) && url.split("/").length > 3;

function whySame(call: Call, other: Call): string {
  if (call.method === "put" && other.method === "post") return "changes what is sent and leaves the rest";
  return VERBS[other.method] ?? "";
}

/** The calls before and after one, in the order of the navigation. */
export function neighbors(reference: Reference, call: Call): { previous?: Call; next?: Call } {
  const at = reference.calls.indexOf(call);
  const [previous, next] = [reference.calls[at - 1], reference.calls[at + 1]];
  return { ...(previous && { previous }), ...(next && { next }) };
}
