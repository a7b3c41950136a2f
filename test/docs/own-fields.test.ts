import { beforeAll, describe, expect, test } from "vitest";
import { readDocument } from "../../reference/build.ts";
import { errorCasesOf } from "../../reference/model/error-codes.ts";
import { bodyExamples } from "../../reference/model/examples.ts";
import { lifecyclesOf } from "../../reference/model/lifecycle.ts";
import { type Reference, referenceOf } from "../../reference/model/reference.ts";
import { usagesOf } from "../../reference/model/usages.ts";
import { operationPage } from "../../reference/pages/operation.ts";
import { sectionPage } from "../../reference/pages/section.ts";
import type { Rendering } from "../../reference/pages/site-context.ts";
import { forRedoc } from "../../reference/publish/redoc-document.ts";
import { Fragments } from "../../reference/schema/fragments.ts";
import { withOwnFields } from "./fixture.ts";

let reference: Reference;
let rendering: Rendering;
const callOf = (id: string) => reference.calls.find((call) => call.id === id)!;
const pageOf = (id: string) => operationPage(rendering, callOf(id)).main.text;
const textOf = (markup: string) =>
  markup
    .replace(/<[^>]+>/g, "")
    .replace(/\s+/g, " ")
    .trim();

beforeAll(() => {
  reference = referenceOf(withOwnFields(readDocument()));
  rendering = { reference, fragments: new Fragments(), mentions: new Map(), usages: usagesOf(reference) };
});

describe("the page of a call", () => {
  test("has a box that says what is lost", () => {
    const [, box] = /<div class="callout danger" role="note">(.*?)<\/div>/s.exec(pageOf("deleteUser"))!;
    expect(textOf(box!)).toBe(
      "What is lost Profile, factors and history of the user. It cannot be undone, and the login is free again.",
    );
    expect(pageOf("getUser")).not.toContain("callout danger");
  });

  test("has badges for engine, stage and roles, the permissions, and the bucket of its rate limit", () => {
    const text = textOf(pageOf("deleteUser"));
    expect(text).toContain("Identity Engine only Early access");
    expect(text).toContain("Super administrator Org administrator Mobile administrator");
    expect(text).toContain("okta.users.lifecycle.delete");
    expect(text).toContain("counts against /api/v1/users/{id}");
    expect(textOf(pageOf("listUsers"))).toContain("counts against /api/v1/users ");
  });

  test("says whether scripts in a browser can call it", () => {
    const scripts = "Browsers scripts of a trusted origin with the scope CORS can call it";
    expect(textOf(pageOf("getUser"))).toContain(scripts);
    expect(textOf(pageOf("listGroups"))).not.toContain("Browsers");
  });

  test("says what a repetition does, and which state it leads to", () => {
    const text = textOf(pageOf("deleteUser"));
    expect(text).toContain("The first call deactivates an active user; the second one removes it for good.");
    expect(textOf(pageOf("activateUser"))).toContain("STAGED, DEPROVISIONED → PROVISIONED (lifecycle)");
  });

  test("lists its own errors first, each with the body it comes with", () => {
    const refusals = errorCasesOf(reference, callOf("deleteUser")).filter(({ status }) => status === "403");
    expect(refusals.map(({ code, own }) => [code, own])).toEqual([
      ["E0000056", true],
      ["E0000038", true],
      ["E0000006", false],
    ]);
    expect(refusals[0]!.body).toMatchObject({
      errorCode: "E0000056",
      errorSummary: "Delete forbidden.",
      errorLink: "E0000056",
      errorCauses: [{ errorSummary: "The last administrator cannot be deleted." }],
    });
    // Without words of its own, those of the table of codes.
    expect(refusals[1]!.body).toMatchObject({ errorSummary: expect.stringContaining("not allowed"), errorCauses: [] });
    // What a parameter declares holds for each call that has it.
    const [missing] = errorCasesOf(reference, callOf("deleteUser")).filter(({ status }) => status === "404");
    expect(missing).toMatchObject({
      code: "E0000007",
      own: true,
      body: { errorSummary: expect.stringMatching(/User/) },
    });
    expect(pageOf("deleteUser").match(/class="refusal own"/g)).toHaveLength(3);
  });

  test("leads to the calls around it", () => {
    const page = pageOf("activateUser");
    const [, list] = /<h2 id="see-also">See also<\/h2>(.*?)<\/ul>/s.exec(page)!;
    for (const id of ["getUser", "deactivateUser", "reactivateUser"]) expect(list).toContain(`operations/${id}.html`);
    expect(textOf(pageOf("replaceUser"))).toContain("changes what is sent and leaves the rest");
    expect(page).toMatch(/<a rel="prev"[^>]+>.*<a rel="next"/s);
  });
});

describe("a lifecycle", () => {
  test("is read with all of its states", () => {
    const [life] = lifecyclesOf(reference).filter(({ schema }) => schema === "User");
    expect(life!.states).toEqual([
      "STAGED",
      "PROVISIONED",
      "ACTIVE",
      "DEPROVISIONED",
      "LOCKED_OUT",
      "RECOVERY",
      "SUSPENDED",
    ]);
  });

  test("is drawn with an arrow a call, and told as a table", () => {
    const section = reference.sections.find(({ name }) => name === "user")!;
    const page = sectionPage(rendering, section).main.text;
    const [figure] = /<figure class="lifecycle" id="lifecycle-User">.*?<\/figure>/s.exec(page)!;
    const [svg] = /<svg.*<\/svg>/s.exec(figure!)!;
    expect(svg!.match(/<a href/g)).toHaveLength(9);
    // One line from each state that a call leads out of; a loop for one that stays.
    expect(svg!.match(/<line class="move"/g)).toHaveLength(13);
    expect(svg!.match(/<path class="move"/g)).toHaveLength(1);
    expect(svg).toContain('aria-label="Lifecycle of User: STAGED, PROVISIONED');
    expect(svg).toContain("not there yet");
    const rows = [...figure!.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) => textOf(row!));
    expect(rows).toContain("Delete a user DEPROVISIONED deleted");
  });

  test("that names an operation which there is not is an error", () => {
    const document = withOwnFields(readDocument());
    document.components.schemas.User["x-lifecycle"].transitions[0].operation = "makeUser";
    expect(() => lifecyclesOf(referenceOf(document))).toThrow(/User names the operation makeUser/);
  });
});

describe("the document for Redoc", () => {
  test("has the samples of each example, meanings of values as Redoc shows them, and what is lost", () => {
    const document = forRedoc(withOwnFields(readDocument()));
    const { post } = document.paths["/api/v1/apps"];
    const titles = bodyExamples(reference, callOf("createApplication")).filter(({ made }) => !made);
    const labels = post["x-codeSamples"].map(({ label }: any) => label);
    for (const { title } of titles) expect(labels).toContain(`TypeScript: ${title}`);
    expect(document.components.schemas.User.properties.status).toMatchObject({
      enum: ["STAGED", "ACTIVE", "RECOVERY"],
      "x-enumDescriptions": { ACTIVE: "May sign in.", RECOVERY: "Waits for a new password." },
    });
    expect(document.components.schemas.User.properties.status.description).toMatch(/Okta may add further values\.$/);
    expect(document.paths["/api/v1/users/{userId}"].delete.description).toContain("**What is lost:** Profile");
  });
});
