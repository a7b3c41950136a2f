import { html, type Html } from "../html.ts";
import type { Call } from "../model/reference.ts";
import { bucketOf } from "../../src/rate-limit/buckets.ts";

const ENGINES: Record<string, string> = {
  "identity-engine": "Identity Engine only",
  "classic-engine": "Classic Engine only",
};
const STAGES: Record<string, [text: string, title: string]> = {
  beta: ["Beta", "Being tested; may change."],
  "early-access": ["Early access", "Supported, and switched on by an administrator of the org."],
  limited: ["Limited", "Needs a product or feature that not every org has."],
};

const badge = (kind: string, text: string, title?: string): Html =>
  html`<span class="badge ${kind}" ${title && html` title="${title}"`}>${text}</span>`;

export const engineBadge = (engine: string | undefined): Html | undefined =>
  engine ? badge("engine", ENGINES[engine] ?? engine) : undefined;

export const stageBadge = (stage: string | undefined): Html | undefined => {
  if (!stage) return undefined;
  const [text, title] = STAGES[stage] ?? [stage];
  return badge("stage", text, title);
};

/** What limits a schema, a property or an operation to some orgs. */
export const limitBadges = (node: any): Html =>
  html`${engineBadge(node?.["x-engine"])} ${stageBadge(node?.["x-stage"])}`;

const ACRONYMS = new Set(["API", "MFA"]);
/** `SUPER_ADMIN` as people say it. */
export const roleName = (role: string): string => {
  const words = role.split("_").map((word) => (ACRONYMS.has(word) ? word : word.toLowerCase()));
  const name = words.join(" ").replace(/\badmin\b/, "administrator");
  return name[0]!.toUpperCase() + name.slice(1);
};

/** The bucket of Okta's rate limits that a call counts against. */
export const rateLimitBucket = ({ method, url }: Call): string =>
  bucketOf(method.toUpperCase(), url.replace(/\{[^}]+\}/g, "x"));
