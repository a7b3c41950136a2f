import type { LinkContext } from "../markdown.ts";
import { type Call, pageOf, type Reference } from "../model/reference.ts";

/** Links for the texts of a page: `GET /api/v1/users` in inline code leads to its call, a scope to the list of scopes. */
export function contextOf(reference: Reference, base: string): LinkContext {
  const pages = pagesOfCode(reference);
  return {
    code: (text) => {
      const page = pages.get(text);
      return page && base + page;
    },
    // Texts of the document name pages from the root of the site.
    link: (href) => (/^[a-z]+:|^#/i.test(href) ? undefined : base + href),
  };
}

const cache = new WeakMap<Reference, Map<string, string>>();

function pagesOfCode(reference: Reference): Map<string, string> {
  const known = cache.get(reference);
  if (known) return known;
  const pages = new Map<string, string>();
  const ofCall = (call: Call) => pageOf.call(call.id);
  for (const call of reference.calls) {
    pages.set(`${call.method.toUpperCase()} ${call.url}`, ofCall(call));
    pages.set(call.id, ofCall(call));
    for (const scope of call.scopes) pages.set(scope, `scopes.html#${scope}`);
  }
  cache.set(reference, pages);
  return pages;
}
