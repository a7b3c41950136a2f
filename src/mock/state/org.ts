import type { Answer, Call } from "../server/call.ts";
import type { ApiModel } from "../model/model.ts";
import { change, clear, remove, write } from "./change.ts";
import { create } from "./create.ts";
import { list, members, view } from "./lists.ts";
import { linked } from "./linked.ts";
import { log, seedLog, watch } from "./log.ts";
import { Plan } from "./plan.ts";
import { done, json, whole } from "./render.ts";
import type { Role } from "./roles.ts";
import { seed } from "./seed.ts";
import { type SavedState, Store } from "./store.ts";
import { type Place, Things } from "./things.ts";
import { act } from "./verbs.ts";

const plans = new WeakMap<ApiModel, Plan>();

/** An org that remembers. It answers what the plan knows, and refuses paths through things that are not there. */
export class StatefulOrg {
  readonly #org: Things;
  readonly #first: SavedState | undefined;

  /** @param first state to begin with, instead of the document's example org */
  constructor(model: ApiModel, first?: SavedState) {
    let plan = plans.get(model);
    if (!plan) plans.set(model, (plan = new Plan(model)));
    this.#org = new Things(model, plan, new Store());
    this.#first = first && structuredClone(first);
    this.reset();
  }

  save(): SavedState {
    return this.#org.store.save();
  }

  /** @throws TypeError that says why the value is no saved state */
  load(state: unknown): void {
    this.#org.store.load(state);
  }

  reset(): void {
    if (this.#first) return this.#org.store.load(this.#first);
    this.#org.store.clear();
    seed(this.#org);
    seedLog(this.#org);
  }

  /**
   * @returns `undefined` for what is not modelled
   * @throws Refusal as Okta refuses
   */
  answer(call: Call): Answer | undefined {
    const org = this.#org;
    const role = org.plan.roles.get(call.operation);
    const place = org.place(call, role);
    if (!role) return log(org, call) ?? linked(org, call, place);
    const tell = watch(org, call, role, place);
    const answer = this.#do(call, role, place);
    tell?.(answer);
    return answer;
  }

  #do(call: Call, role: Role, place: Place): Answer {
    const org = this.#org;
    switch (role.does) {
      case "list":
        return list(org, call, role.collection, place);
      case "create":
        return create(org, call, role.collection, { ...place, path: role.at ? parent(place.path) : place.path });
      case "get":
        return json(org.model, call, whole(org.model, role.collection, org.at(role.collection, place)));
      case "replace":
      case "update":
        return change(org, call, role.collection, place, role.does === "update");
      case "remove":
        return remove(org, call, role.collection, place);
      case "clear":
        return clear(org, call, place);
      case "members":
        return members(org, call, role.membership, place);
      case "join":
        org.store.membersOf(place.list).add(place.id);
        return done(org.model, call);
      case "leave":
        org.store.membersOf(place.list).delete(place.id);
        return done(org.model, call);
      case "view":
        return view(org, call, role.view, place);
      case "read":
        return json(org.model, call, org.single(role.single.get, place));
      case "write":
      case "merge":
        return write(org, call, role.single.schema, role.single.get, place, role.does === "merge");
      case "verb":
        return act(org, call, role, place);
    }
  }
}

const parent = (path: string) => path.slice(0, path.lastIndexOf("/"));
