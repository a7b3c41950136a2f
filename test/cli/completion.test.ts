import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { nextSegments, suggestions } from "../../src/cli/completion.ts";
import { operations } from "../support/document.ts";
import { run } from "./run.ts";

test("suggests commands, then what each takes", async () => {
  expect(await suggestions([""])).toEqual(["request", "doctor", "mock", "verify", "completion", "help"]);
  expect(await suggestions(["ver"])).toEqual(["verify"]);
  expect(await suggestions(["completion", ""])).toEqual(["bash", "zsh", "fish"]);
  expect(await suggestions(["verify", "--f"])).toEqual(["--format", "--from"]);
  expect(await suggestions(["verify", "--format", ""])).toEqual(["table", "json", "junit"]);
  expect(await suggestions(["request", "--org-url", ""])).toEqual([]);
  expect(await suggestions(["request", "P"])).toEqual(["POST", "PUT", "PATCH"]);
  expect(await suggestions(["request", "-o", "x", ""])).toEqual(["GET", "POST", "PUT", "PATCH", "DELETE", "/api/"]);
});

test("suggests only paths that have the method", async () => {
  expect(await suggestions(["request", "GET", "/api/v1/users/00u1/lif"])).toEqual([]);
  expect(await suggestions(["request", "POST", "/api/v1/users/00u1/lifecycle/s"])).toEqual([
    "/api/v1/users/00u1/lifecycle/suspend",
  ]);
});

test("goes one segment further, leaves ids to the user, and puts a fixed segment before an id", () => {
  const paths = [
    "/api/v1/groups",
    "/api/v1/groups/{groupId}",
    "/api/v1/groups/{groupId}/users",
    "/api/v1/groups/rules",
    "/api/v1/groups/rules/{ruleId}/run",
  ];
  expect(nextSegments(paths, "/")).toEqual(["/api/"]);
  expect(nextSegments(paths, "/api/v1/g")).toEqual(["/api/v1/groups", "/api/v1/groups/"]);
  expect(nextSegments(paths, "/api/v1/groups/")).toEqual(["/api/v1/groups/rules", "/api/v1/groups/rules/"]);
  expect(nextSegments(paths, "/api/v1/groups/00g1/")).toEqual(["/api/v1/groups/00g1/users"]);
  expect(nextSegments(paths, "/api/v1/groups/rules/0pr1/")).toEqual(["/api/v1/groups/rules/0pr1/run"]);
});

test("leads to every path of the document", () => {
  const paths = operations.filter((o) => o.method === "get").map((o) => o.url);
  for (const path of paths) {
    const segments = path.split("/").slice(1);
    let typed = "";
    for (const [i, segment] of segments.entries()) {
      const last = i === segments.length - 1;
      if (!segment.includes("{")) {
        const found = nextSegments(paths, `${typed}/${segment}`);
        expect(found).toContain(`${typed}/${segment}${last ? "" : "/"}`);
      }
      typed += `/${segment.includes("{") ? "00x1" : segment}`;
    }
  }
});

test("bash takes the script, and completes with it", async () => {
  const { status, stdout: script } = await run(["completion", "bash"]);
  expect(status).toBe(0);
  const program = `${script}
    okta-fetch() { printf '%s\\n' "$*" >&2; printf '/api/v1/users\\n/api/v1/users/\\n'; }
    COMP_WORDS=(okta-fetch request GET /api/v1/us); COMP_CWORD=3
    _okta_fetch 2>/dev/null; printf '%s|' "\${COMPREPLY[@]}"`;
  expect(execFileSync("bash", ["-c", program], { encoding: "utf8" })).toBe("/api/v1/users|/api/v1/users/|");
});

test("an unknown shell is refused", async () => {
  expect(await run(["completion", "csh"])).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("bash, zsh or fish"),
  });
});
