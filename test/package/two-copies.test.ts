/** Two copies of the package in one program, as an application and a library of its own can bring them. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/lib/paths.ts";
import { packedConsumer } from "./packed.ts";

const exec = promisify(execFile);
let dir: string;

beforeAll(() => {
  dir = packedConsumer();
  const modules = join(dir, "node_modules");
  cpSync(join(modules, "okta-fetch"), join(modules, "other-copy"), { recursive: true });
  const manifest = readFileSync(join(modules, "other-copy/package.json"), "utf8");
  writeFileSync(
    join(modules, "other-copy/package.json"),
    manifest.replace('"name": "okta-fetch"', '"name": "other-copy"'),
  );
  mkdirSync(join(modules, "@types"));
  for (const name of ["@types/node", "undici-types"])
    symlinkSync(join(root, "node_modules", name), join(modules, name));
});
afterAll(() => rmSync(dir, { recursive: true }));

test("each knows the errors of the other, and takes its client", async () => {
  const program = `
    import { createOktaClient, unwrap } from "okta-fetch";
    import { getUser } from "other-copy/operations";
    import { isOktaApiError, isOktaConnectionError, OktaApiError } from "other-copy";
    import { isOktaTokenError } from "other-copy/oauth";
    import { serviceApp } from "okta-fetch/oauth";
    import { generateKeyPairSync } from "node:crypto";
    const orgUrl = "https://example.okta.com";
    const refusing = async () => Response.json({ errorCode: "E0000007", errorSummary: "Not found" }, { status: 404 });
    const okta = createOktaClient({ orgUrl, token: "00x", retry: false, fetch: refusing });
    const { error } = await getUser(okta, { params: { path: { userId: "nobody" } } });
    const thrown = await unwrap(okta.GET("/api/v1/groups")).catch((error) => error);
    const broken = createOktaClient({ orgUrl, token: "00x", retry: false, fetch: async () => { throw new TypeError("gone"); } });
    const lost = await broken.GET("/api/v1/groups").catch((error) => error);
    const privateKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
    const auth = serviceApp({ clientId: "0oa1", privateKey, scopes: ["okta.users.read"] });
    const noToken = await createOktaClient({ orgUrl, auth, fetch: async () => Response.json({ error: "invalid_client" }, { status: 401 }) })
      .GET("/api/v1/groups").catch((error) => error);
    console.log(JSON.stringify([
      error instanceof OktaApiError, isOktaApiError(error), isOktaApiError(thrown), isOktaConnectionError(thrown),
      isOktaConnectionError(lost), isOktaTokenError(noToken), isOktaApiError(new Error("E0000007")), isOktaApiError(undefined),
    ]));`;
  writeFileSync(join(dir, "program.js"), program);
  const { stdout } = await exec(process.execPath, ["program.js"], { cwd: dir });
  expect(JSON.parse(stdout)).toEqual([false, true, true, false, true, true, false, false]);
});

const TYPES = `
import { createOktaClient, type OktaClient, type User } from "okta-fetch";
import { followLog, isOktaApiError, unwrap, type OktaClient as OtherClient, type User as OtherUser } from "other-copy";
import { getUser } from "other-copy/operations";

declare global {
  namespace OktaFetch {
    interface UserProfile { badge?: number | undefined }
  }
}

const okta: OktaClient = createOktaClient();
export const other: OtherClient = okta;
const params = { path: { userId: "me" } };
export const user: User = await unwrap(okta.GET("/api/v1/users/{userId}", { params }));
export const same: OtherUser | undefined = (await getUser(okta, { params })).data;
export const badges: (number | undefined)[] = [user.profile.badge, same?.profile.badge];
void followLog(okta);
const { error } = await okta.GET("/api/v1/users/{userId}", { params });
if (isOktaApiError(error)) console.log(error.errorCode, error.status);
const unknown: unknown = error;
if (isOktaApiError(unknown)) console.log(unknown.errorCauses.length);
// @ts-expect-error -- attributes have the type that the application gave them, in both copies
export const wrong: string = same!.profile.badge!;
`;

test("types of one fit the other, with the attributes that the application declares", async () => {
  writeFileSync(join(dir, "types.ts"), TYPES);
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--types", "node"];
  const { stdout } = await exec(join(root, "node_modules/.bin/tsc"), [...options, "types.ts"], { cwd: dir }).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe("");
});
