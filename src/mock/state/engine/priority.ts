import type { Obj } from "../../../openapi/document.ts";
import type { At, Behaviour, Change } from "./resource-store.ts";

/** The order in which policies, and the rules of a policy, are looked at. */

/** Which resources of a list are in one order, and whether their priorities may leave gaps. */
export interface Order {
  among: (other: Obj) => boolean;
  gaps: boolean;
}

/** The priority of a catch-all rule, which comes after all others wherever there may be gaps. */
const CATCH_ALL = 99;

const priorityOf = (resource: Obj) => Number(resource["priority"]);

/** The first ones first. */
export const byPriority = (a: Obj, b: Obj) => priorityOf(a) - priorityOf(b);

/** Those in one order with a resource, the first ones first. What Okta has made comes last, and is not among them. */
function othersOf({ among }: Order, { store, list, id }: At): [string, Obj][] {
  return [...store.data.collection(list)]
    .filter(([otherId, other]) => otherId !== id && other["system"] !== true && among(other))
    .sort(([, a], [, b]) => byPriority(a, b));
}

/** Gives a resource the priority that was sent, or the last one. */
export function setPriority(order: Order, resource: Obj, change: Change): void {
  const { previous, body } = change;
  const isSeeded = body === resource && typeof resource["priority"] === "number";
  if (isSeeded) return;
  const others = othersOf(order, change);
  const after = (order.gaps ? Math.max(0, ...others.map(([, other]) => priorityOf(other))) : others.length) + 1;
  if (resource["system"] === true) {
    resource["priority"] = previous?.["priority"] ?? (order.gaps ? CATCH_ALL : after);
    return;
  }
  const wanted = Number(resource["priority"] ?? previous?.["priority"] ?? after);
  resource["priority"] = order.gaps ? wanted : Math.min(Math.max(wanted, 1), after);
}

/** Makes the others of a list follow a resource that was put into their order. */
function makeRoom(order: Order, resource: Obj, at: At): void {
  if (resource["system"] === true) return;
  const taken = priorityOf(resource);
  if (!order.gaps) return renumber(order, at, taken);
  let next = taken;
  for (const [id, other] of othersOf(order, at)) {
    if (priorityOf(other) !== next) continue;
    next++;
    at.store.put(at.list, id, { ...other, priority: next });
  }
}

/** Closes the gap that a resource leaves, where Okta does. */
function closeGap(order: Order, at: At): void {
  if (!order.gaps) renumber(order, at);
}

/** Counts the others from 1. @param taken the priority that none of them gets */
function renumber(order: Order, at: At, taken?: number): void {
  const { store, list } = at;
  let next = 0;
  const move = (id: string, other: Obj) => {
    next++;
    if (next === taken) next++;
    if (priorityOf(other) !== next) store.put(list, id, { ...other, priority: next });
  };
  for (const [id, other] of othersOf(order, at)) move(id, other);
  for (const [id, other] of store.data.collection(list)) {
    if (id !== at.id && other["system"] === true && order.among(other)) move(id, other);
  }
}

/** What keeps the resources of a list in their order, and lists them in it. @param orderOf `undefined` for no order */
export const inOrder = (
  orderOf: (resource: Obj, at: At) => Order | undefined,
): Pick<Behaviour, "written" | "remove" | "sortedBy"> => ({
  written(resource, change) {
    const order = orderOf(resource, change);
    if (order) makeRoom(order, resource, change);
  },
  remove(resource, at) {
    const order = orderOf(resource, at);
    if (order) closeGap(order, at);
  },
  sortedBy: priorityOf,
});
