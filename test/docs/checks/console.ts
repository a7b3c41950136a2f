import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sticksOut } from "./pages.ts";
import { type Check, equal, opened, type Setting, violations } from "./setting.ts";

const SECRET = "00thisIsTheSecretToken";
const send = async (page: any): Promise<string> => {
  await page.click(".console [type=submit]");
  await page.waitForSelector("[data-result] > *");
  await page.waitForFunction(() => !document.querySelector<HTMLButtonElement>(".console [type=submit]")!.disabled);
  return page.textContent("[data-result]");
};

/** The console that sends a call to the mock server. */
export const consoleChecks = (setting: Setting): Check[] => [
  [
    "the console sends to the mock server that the preview started, and shows its response",
    () =>
      opened(setting, setting.httpUrl("operations/getUser.html"), {}, async ({ page, errors }) => {
        equal(await page.inputValue("[name=base]"), setting.mockUrl, "base URL");
        const result = await send(page);
        if (!/^200 in/.test(result) || !result.includes('"login": "ada.lovelace@example.com"')) throw new Error(result);
        if (setting.shots) {
          await page.evaluate(() => document.querySelector("#try")!.scrollIntoView());
          await page.screenshot({ path: `${setting.shots}/try.png` });
        }
        equal(await page.evaluate(sticksOut), [], "sticks out");
        equal(await violations(setting, page), [], "axe");
        equal(errors, [], "errors");
      }),
  ],
  [
    "a body is sent, what it made is listed, and a refusal says why",
    () =>
      opened(setting, setting.httpUrl("operations/addGroup.html"), {}, async ({ page }) => {
        await page.fill("[name=body]", JSON.stringify({ profile: { name: "Made in the console" } }));
        const made = await send(page);
        if (!/^20[01] in/.test(made)) throw new Error(made);
        await page.fill("[name=body]", JSON.stringify({ profile: 1 }));
        await page.waitForTimeout(50);
        const refused = await send(page);
        if (!/^400 in/.test(refused) || !refused.includes("E0000001")) throw new Error(refused);
        await page.goto(setting.httpUrl("operations/listGroups.html"));
        for (const field of await page.$$(".console fieldset input")) await field.fill("");
        const list = await send(page);
        if (!list.includes("Made in the console")) throw new Error(list.slice(0, 300));
      }),
  ],
  [
    "another status can be asked of the mock",
    () =>
      opened(setting, setting.httpUrl("operations/getUser.html"), {}, async ({ page }) => {
        await page.selectOption("[name=prefer]", "429");
        const result = await send(page);
        if (!/^429 in/.test(result) || !result.includes("E0000047")) throw new Error(result);
      }),
  ],
  [
    "the console works from file://",
    () =>
      opened(setting, setting.fileUrl("operations/deleteGroup.html"), {}, async ({ page }) => {
        await page.fill("[name=base]", setting.mockUrl);
        await page.fill('[name="path.groupId"]', "00gdoesnotexist00000");
        const result = await send(page);
        if (!/^404 in/.test(result)) throw new Error(result);
      }),
  ],
  [
    "a token goes to the base URL alone, and is kept for the tab alone",
    async () => {
      const seen: (string | undefined)[] = [];
      const elsewhere = createServer((request, response) => {
        seen.push(request.headers.authorization);
        response.writeHead(200, { "access-control-allow-origin": "*" }).end();
      });
      await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
      const redirecting = createServer((request, response) => {
        const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*, authorization" };
        if (request.method === "OPTIONS") response.writeHead(204, cors).end();
        else {
          const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
          response.writeHead(307, { ...cors, location }).end();
        }
      });
      await new Promise<void>((resolve) => redirecting.listen(0, "127.0.0.1", resolve));
      try {
        await opened(setting, setting.httpUrl("operations/getUser.html"), {}, async ({ page, requests }) => {
          await page.fill("[name=token]", SECRET);
          await send(page);
          await page.fill("[name=base]", `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}`);
          await send(page);
          await page.fill('[name="path.userId"]', "..");
          if (!/another endpoint/.test(await send(page))) throw new Error("a path of dots was sent");
          const holders = requests
            .filter(({ headers }) => JSON.stringify(headers).includes(SECRET))
            .map(({ url }) => new URL(url).origin);
          if (!holders.includes(new URL(setting.mockUrl).origin)) throw new Error("the mock never got the token");
          equal(seen, [], "calls that a redirect led elsewhere");
          const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, document.cookie]));
          if (stored.includes(SECRET)) throw new Error(stored);
          await page.goto(setting.httpUrl("operations/listGroups.html"));
          equal(await page.inputValue("[name=token]"), SECRET, "token on the next page of the tab");
          const other = await page.context().newPage();
          await other.goto(setting.httpUrl("operations/listGroups.html"));
          equal(await other.inputValue("[name=token]"), "00mock", "token in another tab");
        });
      } finally {
        elsewhere.close();
        redirecting.close();
      }
    },
  ],
  [
    "the console warns before it sends to another machine, and refuses to without https",
    () =>
      opened(setting, setting.httpUrl("operations/getUser.html"), {}, async ({ page, requests }) => {
        equal(await page.isVisible("[data-warning]"), false, "warning for this machine");
        await page.fill("[name=base]", "https://example.okta.test");
        if (!/example\.okta\.test/.test(await page.textContent("[data-warning]"))) throw new Error("no warning");
        await page.fill("[name=base]", "http://example.okta.test");
        if (!/https only/.test(await send(page))) throw new Error("not refused");
        equal(requests.filter(({ url }) => url.includes("okta.test")).length, 0, "requests");
      }),
  ],
  [
    "a call that needs another one first makes it, and a button opens the mock's own page",
    () =>
      opened(setting, setting.httpUrl("operations/deleteApplication.html"), {}, async ({ page }) => {
        const [popup] = await Promise.all([page.waitForEvent("popup"), page.click("[data-reset]")]);
        await popup.waitForURL(`${setting.mockUrl}/_mock`);
        const reset = () => fetch(`${setting.mockUrl}/_mock/reset`, { method: "POST" });
        await reset();
        const deleted = await send(page);
        if (!/^204 in/.test(deleted)) throw new Error(deleted);
        await page.goto(setting.httpUrl("operations/getApplication.html"));
        await page.fill('[name="path.appId"]', "0oa1salesforce000001");
        const gone = await send(page);
        if (!/^404 in/.test(gone)) throw new Error(gone);
        await reset();
        const restored = await send(page);
        if (!/^200 in/.test(restored)) throw new Error(restored);
      }),
  ],
  [
    "a step brings what the call needs, for its path and for its body",
    async () => {
      for (const [id, found] of [
        ["verifyFactor", /^200 in[^]*SUCCESS/],
        ["getFactorTransactionStatus", /^200 in[^]*WAITING/],
        ["activateFactor", /^200 in[^]*ACTIVE/],
        ["cloneIdentityProviderKey", /^201 in/],
        ["verifyEventHook", /^200 in/],
      ] as const) {
        await fetch(`${setting.mockUrl}/_mock/reset`, { method: "POST" });
        await opened(setting, setting.httpUrl(`operations/${id}.html`), {}, async ({ page }) => {
          const result = await send(page);
          if (!found.test(result)) throw new Error(`${id}: ${result.slice(0, 300)}`);
        });
      }
    },
  ],
  [
    "the result is colored and folds; the call can be copied as curl and TypeScript, without the token",
    () =>
      opened(
        setting,
        setting.httpUrl("operations/addGroup.html"),
        { permissions: ["clipboard-read", "clipboard-write"] },
        async ({ page }) => {
          await page.fill("[name=token]", SECRET);
          await page.fill("[name=body]", '{"profile": {"name": "Copied"}}');
          await send(page);
          if ((await page.locator(".json .hljs-string").count()) === 0) throw new Error("no colors");
          const shown = page.locator(".json .children .children").first();
          equal(await shown.isVisible(), true, "open");
          await page.locator(".json .children summary").first().click();
          equal(await shown.isVisible(), false, "open after folding");
          for (const [kind, part] of [
            ["curl", "curl -X POST"],
            ["typescript", 'okta.POST("/api/v1/groups"'],
          ]) {
            await page.click(`[data-copy-as=${kind}]`);
            await page.waitForTimeout(100);
            const text: string = await page.evaluate(() => navigator.clipboard.readText());
            if (!text.includes(part!) || !text.includes("Copied") || text.includes(SECRET)) throw new Error(text);
          }
        },
      ),
  ],
  [
    "a file is uploaded",
    () =>
      opened(setting, setting.httpUrl("operations/uploadBrandThemeLogo.html"), {}, async ({ page }) => {
        const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
        const [name] = await page.$$eval(".console input[type=file]", (f: HTMLInputElement[]) => f.map((e) => e.name));
        const file = { name: "logo.png", mimeType: "image/png", buffer: Buffer.from(png, "base64") };
        await page.setInputFiles(`[name="${name}"]`, file);
        const result = await send(page);
        if (!/^20[01] in/.test(result)) throw new Error(result);
      }),
  ],
  [
    "without a server the console says what to start",
    () =>
      opened(setting, setting.httpUrl("operations/getUser.html"), {}, async ({ page }) => {
        await page.fill("[name=base]", "http://127.0.0.1:9");
        const result = await send(page);
        if (!result.includes("npm run docs:serve")) throw new Error(result);
      }),
  ],
];
