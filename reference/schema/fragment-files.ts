import type { Reference } from "../model/reference.ts";
import { contextOf } from "../pages/context.ts";
import { BASE_MARK, type Fragments, PREFIX_MARK } from "./fragments.ts";
import { type Direction, fragmentTree } from "./tree.ts";

/** The scripts with the subtrees that pages load when they are opened. */
export const fragmentFiles = (reference: Reference, fragments: Fragments): [string, string][] =>
  fragments.files((direction, name) => {
    const context = contextOf(reference, BASE_MARK);
    const view = { reference, direction: direction as Direction, context, base: BASE_MARK, fragments };
    return fragmentTree(view, name, PREFIX_MARK).text;
  });
