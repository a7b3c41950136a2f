import type { Obj } from "../../../openapi/document.ts";
import type { Behaviour, ResourceStore } from "./resource-store.ts";

/** Resources that are evaluated one after the other have priorities from 1 without gaps; what Okta has made comes last. */

/** Whether a resource has a place in the order of another one. */
type IsRanked = (one: Obj, other: Obj) => boolean;

type Entry = [id: string, resource: Obj];

const priorityOf = (resource: Obj) => Number(resource["priority"] ?? 0);
const isOwn = (resource: Obj) => resource["system"] !== true;

/** The resources that are ranked with one, but for that one, in their order. */
function othersOf(store: ResourceStore, list: string, [id, resource]: Entry, isRanked: IsRanked): Entry[] {
  return [...store.data.collection(list)]
    .filter(([otherId, other]) => otherId !== id && isRanked(other, resource))
    .sort(([, a], [, b]) => priorityOf(a) - priorityOf(b));
}

function renumber(store: ResourceStore, list: string, ranked: Entry[]): void {
  const inOrder = [...ranked.filter(([, one]) => isOwn(one)), ...ranked.filter(([, one]) => !isOwn(one))];
  inOrder.forEach(([id, one], i) => {
    if (priorityOf(one) !== i + 1) store.put(list, id, { ...one, priority: i + 1 });
  });
}

/**
 * Keeps the priorities of a list in order: a resource goes to the place that it asks for, else to the last one, and the
 * others make room.
 *
 * @param isRanked whether the first resource has a place in the order of the second
 */
export const prioritized = (isRanked: IsRanked): Pick<Behaviour, "written" | "remove" | "sortedBy"> => ({
  sortedBy: (resource) => String(priorityOf(resource)).padStart(10, "0"),
  written(resource, { store, list, id }) {
    if (!isRanked(resource, resource)) return;
    const others = othersOf(store, list, [id, resource], isRanked);
    if (isOwn(resource)) {
      const last = others.filter(([, one]) => isOwn(one)).length + 1;
      resource["priority"] = Math.min(Math.max(priorityOf(resource), 1), last);
    }
    const before = others.filter(([, one]) => isOwn(one)).slice(0, priorityOf(resource) - 1);
    renumber(store, list, [...before, [id, resource], ...others.filter((other) => !before.includes(other))]);
  },
  remove(resource, { store, list, id }) {
    renumber(store, list, othersOf(store, list, [id, resource], isRanked));
  },
});
