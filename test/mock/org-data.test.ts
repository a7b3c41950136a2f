import { expect, test } from "vitest";
import { OrgData } from "../../src/mock/state/store.ts";

test("what is removed takes all below it along, and nothing beside it", () => {
  const data = new OrgData();
  const groups = "/api/v1/groups";
  for (const id of ["00g1", "00g12", "a/b"]) {
    const own = `${groups}/${encodeURIComponent(id)}`;
    data.collection(groups).set(id, { id });
    data.collection(`${own}/apps`).set("0oa1", { id: "0oa1" });
    data.membersOf(`${own}/users`).add("00u1");
    data.single.set(`${own}/owner`, { id });
    Object.assign(data.hiddenOf(own), { key: id });
    Object.assign(data.hiddenOf(`${own}/apps/0oa1`), { key: id });
  }
  const saved = () => {
    const { collections, members, single, hidden } = data.save();
    const paths = [collections, members, single, hidden!].flatMap(Object.keys);
    return { ids: Object.keys(collections[groups]!), paths: paths.filter((path) => path !== groups) };
  };
  const below = (id: string) => ["/apps", "/users", "/owner", "", "/apps/0oa1"].map((rest) => `${groups}/${id}${rest}`);
  data.remove(groups, "00g1");
  expect(saved().ids).toEqual(["00g12", "a/b"]);
  expect(saved().paths.sort()).toEqual([...below("00g12"), ...below("a%2Fb")].sort());
  data.remove(groups, "a/b");
  expect(saved().paths.sort()).toEqual(below("00g12").sort());
});
