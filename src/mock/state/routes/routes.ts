import { examplesOf } from "../../responses/examples.ts";
import type { ApiModel, ApiOperation } from "../../model/model.ts";
import { isObject, type Obj, type Schema } from "../../../openapi/document.ts";
import { KINDS, REFERENCES } from "../engine/paths.ts";
import { type Collection, idIn, type Membership, parameterExample, prefixOf, type Role, type Single } from "./roles.ts";

const SEGMENTS = /^(.*)\/\{([^}]+)\}$/;
const LIFECYCLE =
  /^(.*)\/(?:lifecycle\/([^/{}]+)|credentials\/(change_\w+|forgot_password)|(subscribe|unsubscribe)|\{(lifecycle)\})$/;

const pointerOf = (schema: Schema | undefined) => schema?.$ref ?? schema?.items?.$ref;

const kindOf = (path: string, schema: Schema, param: string) =>
  KINDS[path] ?? pointerOf(schema)?.split("/").at(-1) ?? param;

/** What a list shows of a resource, where that is not all. */
const summaryOf = (schema: Schema, listed: Schema | undefined) =>
  listed && pointerOf(listed) !== pointerOf(schema) ? listed : undefined;

/** The list whose resources those of a list below another resource are. */
function targetOf(path: string, param: string, fixed: boolean): string | undefined {
  const target = path.includes("{") && !fixed ? REFERENCES[param] : undefined;
  return target === path ? undefined : target;
}

/** What each operation does to the state, read from the document: from the paths that there are, and their responses. */
export class Routes {
  readonly roles = new Map<ApiOperation, Role>();
  readonly collections = new Map<string, Collection>();
  readonly items = new Map<string, Collection>();
  readonly memberships = new Map<string, Membership>();
  readonly singles = new Map<string, Single>();
  readonly #model: ApiModel;
  readonly #byPath = new Map<string, Map<string, ApiOperation>>();

  constructor(model: ApiModel) {
    this.#model = model;
    for (const operation of model.operations) {
      let methods = this.#byPath.get(operation.path);
      if (!methods) this.#byPath.set(operation.path, (methods = new Map()));
      methods.set(operation.method, operation);
    }
    const paths = [...this.#byPath.keys()];
    for (const path of paths) this.#findCollection(path);
    for (const path of paths) this.#findMembership(path);
    for (const path of paths) this.#findView(path);
    for (const path of paths) this.#findSingle(path);
    for (const path of paths) this.#findLifecycle(path);
    for (const path of paths) this.#findGenerator(path);
  }

  #at(path: string, method: string): ApiOperation | undefined {
    return this.#byPath.get(path)?.get(method);
  }

  #role(operation: ApiOperation | undefined, role: Role): void {
    if (operation && !this.roles.has(operation)) this.roles.set(operation, role);
  }

  /** Schema of what a JSON response holds, if it is an object. */
  #objectOf(operation: ApiOperation | undefined): Schema | undefined {
    const schema = operation?.json()?.schema;
    return schema && this.#model.refs.resolve(schema).type !== "array" ? schema : undefined;
  }

  #returnsObject(path: string, method: string): ApiOperation | undefined {
    const operation = this.#at(path, method);
    return this.#objectOf(operation) && operation;
  }

  /** Schema of the items of a list, and the property that holds them if it is not a plain list. */
  #listOf(operation: ApiOperation | undefined): { items: Schema; key: string | undefined } | undefined {
    const schema = operation?.json()?.schema;
    if (!schema) return undefined;
    const found = this.#model.refs.resolve(schema);
    if (found.items) return { items: found.items, key: undefined };
    const [property, ...others] = Object.entries(found.properties ?? {});
    const inner = property && this.#model.refs.resolve(property[1]);
    return property && inner?.items && others.length === 0 ? { items: inner.items, key: property[0] } : undefined;
  }

  #findCollection(item: string): void {
    const collection = this.#collectionOf(item);
    if (!collection) return;
    const { path, list, get, create } = collection;
    this.collections.set(path, collection);
    this.items.set(item, collection);
    this.#role(list, { does: "list", collection });
    this.#role(create, { does: "create", collection });
    this.#role(get, { does: "get", collection });
    this.#role(this.#returnsObject(item, "put"), { does: "replace", collection });
    this.#role(this.#returnsObject(item, "post"), { does: "update", collection });
    this.#role(this.#at(item, "patch"), { does: "update", collection });
    this.#role(this.#at(item, "delete"), { does: "remove", collection });
    this.#role(this.#at(path, "delete"), { does: "clear", collection });
  }

  #collectionOf(item: string): Collection | undefined {
    const [, path, param] = SEGMENTS.exec(item) ?? [];
    if (!path || !param || path.endsWith("}")) return undefined;
    const get = this.#at(item, "get");
    const schema = this.#objectOf(get);
    const list = this.#at(path, "get");
    const listed = this.#listOf(list);
    const create = this.#returnsObject(path, "post");
    if (!get || !schema || (!listed && !create)) return undefined;
    const samples = this.samples(get);
    const idAt = this.#idAt(get, param, [...samples, ...this.samples(list, listed?.key)]);
    if (!idAt) return undefined;
    const fixed = !create && !this.#at(item, "delete");
    return {
      path,
      item,
      param,
      idAt,
      prefix: prefixOf(samples.map((sample) => idIn(sample, idAt))),
      kind: kindOf(path, schema, param),
      schema,
      summary: summaryOf(schema, listed?.items),
      listKey: listed?.key,
      target: targetOf(path, param, fixed),
      fixed,
      list: listed && list,
      get,
      create,
    };
  }

  #findMembership(item: string): void {
    const [, path, param] = SEGMENTS.exec(item) ?? [];
    if (!path || !param || this.#at(item, "get")) return;
    const pointer = pointerOf(this.#listOf(this.#at(path, "get"))?.items);
    const target = pointer && this.#rootOf(pointer);
    const put = this.#at(item, "put");
    if (!target || !put || put.body) return;
    const membership = { path, param, target };
    this.memberships.set(path, membership);
    this.#role(this.#at(path, "get"), { does: "members", membership });
    this.#role(put, { does: "join", membership });
    this.#role(this.#at(item, "delete"), { does: "leave", membership });
  }

  /** The collection at the top in which resources of a schema live. */
  #rootOf(pointer: string): string | undefined {
    return [...this.collections.values()].find(
      ({ path, schema }) => !path.includes("{") && pointerOf(schema) === pointer,
    )?.path;
  }

  /** `/users/{userId}/groups` lists groups, and there is `/groups/{groupId}/users`. */
  #findView(path: string): void {
    const get = this.#at(path, "get");
    const [, root, , last] = /^(.*\/([^/{}]+))\/\{[^}]+\}\/([^/{}]+)$/.exec(path) ?? [];
    const pointer = pointerOf(this.#listOf(get)?.items);
    if (!get || !root || !last || !pointer || this.roles.has(get)) return;
    const target = this.#rootOf(pointer);
    const through = target && `${this.collections.get(target)!.item}/${root.split("/").at(-1)}`;
    if (!through || !(this.memberships.has(through) || this.collections.has(through))) return;
    this.#role(get, { does: "view", view: { target, through } });
  }

  #findSingle(path: string): void {
    const get = this.#at(path, "get");
    const schema = this.#objectOf(get);
    if (!get || !schema || this.roles.has(get)) return;
    const put = this.#returnsObject(path, "put");
    const post = this.#returnsObject(path, "post");
    if (!put && !post) return;
    const single = { path, schema, get };
    this.singles.set(path, single);
    this.#role(get, { does: "read", single });
    this.#role(put, { does: "write", single });
    this.#role(post, { does: "merge", single });
  }

  #findLifecycle(path: string): void {
    const [, owner, lifecycle, credentials, plain, parameter] = LIFECYCLE.exec(path) ?? [];
    const on = owner === undefined ? undefined : (this.items.get(owner) ?? this.singles.get(owner));
    const post = this.#at(path, "post");
    if (on && post)
      this.#role(post, { does: "lifecycle", verb: lifecycle ?? credentials ?? plain ?? `{${parameter}}`, on });
  }

  /** `…/keys/generate` returns a key: it makes one of the list. */
  #findGenerator(path: string): void {
    const [, list, at] = /^(.*)\/([^/{}]+)$/.exec(path) ?? [];
    const collection = list === undefined ? undefined : this.collections.get(list);
    const post = this.#at(path, "post");
    const pointer = pointerOf(this.#objectOf(post));
    if (!collection || !at || !post || !pointer || pointer !== pointerOf(collection.schema)) return;
    this.#role(post, { does: "create", collection, at });
  }

  /** Objects in the examples of an operation's success. */
  samples(operation: ApiOperation | undefined, key?: string): Obj[] {
    const values = examplesOf(this.#model, operation?.json()).map(({ value }) => value);
    return values
      .flatMap((value) => (Array.isArray(value) ? value : key && isObject(value) ? value[key] : value))
      .filter(isObject);
  }

  /** Where resources carry what stands in their path: found by the parameter's example, else by its name. */
  #idAt(get: ApiOperation, param: string, samples: Obj[]): string[] | undefined {
    const value = parameterExample(get.parameter(param, "path"));
    for (const sample of samples) {
      for (const [name, inner] of Object.entries(sample)) {
        if (inner === value) return [name];
        if (!isObject(inner) || name.startsWith("_")) continue;
        const found = Object.keys(inner).find((key) => inner[key] === value);
        if (found) return [name, found];
      }
    }
    return ["id", "kid", param].map((name) => [name]).find((at) => samples.some((sample) => idIn(sample, at)));
  }
}
