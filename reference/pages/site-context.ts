import { contextOf } from "./context.ts";
import type { LinkContext } from "../markdown.ts";
import type { Call, Reference } from "../model/reference.ts";
import type { Usage } from "../model/usages.ts";
import type { Fragments } from "../schema/fragments.ts";
import type { Direction, SchemaView } from "../schema/tree.ts";

/** A guide or task that makes a call. */
export interface Mention {
  title: string;
  /** Page below the root of the site, with the place in it. */
  url: string;
}

/** What all pages are rendered with. */
export interface Rendering {
  reference: Reference;
  fragments: Fragments;
  /** Guides that make a call, by its operationId. */
  mentions: Map<string, Mention[]>;
  /** Where each schema is used. */
  usages: Map<string, Usage>;
}

/** The view of schemas on a page one folder below the root. */
export const viewOf = ({ reference, fragments }: Rendering, direction: Direction): SchemaView => ({
  reference,
  direction,
  context: contextOf(reference, "../"),
  base: "../",
  fragments,
});

export const contextBelow = ({ reference }: Rendering): LinkContext => contextOf(reference, "../");

export const mentionsOf = ({ mentions }: Rendering, call: Call): Mention[] => mentions.get(call.id) ?? [];
