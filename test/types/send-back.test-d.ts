/** Compiled, never run: what was read can be changed and sent back, for every operation that updates or replaces. */
import { createOktaClient, type GetRoutes, type PostRoutes, type PutRoutes, unwrap } from "../../src/index.ts";

const okta = createOktaClient();
type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T | void => {};

type BodyOf<Route> = Route extends { init: { body: infer Body } }
  ? Body
  : Route extends { init: { body?: infer Body } }
    ? Body
    : never;
/** Paths whose GET gives one thing that the other method takes. */
type Pairs<Routes> = {
  [
    Path in keyof Routes & keyof GetRoutes as [BodyOf<Routes[Path]>] extends [never]
      ? never
      : GetRoutes[Path]["data"] extends readonly unknown[]
        ? never
        : Path
  ]: GetRoutes[Path]["data"] extends BodyOf<Routes[Path]> ? "taken" : "refused";
};
type Refused<Routes> = {
  [Path in keyof Pairs<Routes>]: Pairs<Routes>[Path] extends "refused" ? Path : never;
}[keyof Pairs<Routes>];

is<Equals<Refused<PutRoutes>, never>>();
is<Equals<Refused<PostRoutes>, never>>();
export const refusedPut: Refused<PutRoutes> = 0 as never as string;
export const refusedPost: Refused<PostRoutes> = 0 as never as string;
export type {};
