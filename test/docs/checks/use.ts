import { type Check, equal, opened, type Setting } from "./setting.ts";

const PHONE = { width: 390, height: 844 };

/** What a reader does with a page besides reading it. */
export const useChecks = (setting: Setting): Check[] => [
  [
    "a link to a property inside closed parts opens them and shows it",
    () =>
      opened(
        setting,
        setting.fileUrl("operations/getUser.html#response-200.credentials.provider.type"),
        {},
        async ({ page }) => {
          await page.waitForLoadState("load");
          const target = page.locator('[id="response-200.credentials.provider.type"]');
          equal(await target.isVisible(), true, "visible");
          const { y } = await target.boundingBox();
          if (y < 40 || y > 700) throw new Error(`it stands at ${y}`);
        },
      ),
  ],
  [
    "a link to a property that is in no page loads what leads there, from file:// too",
    () =>
      opened(
        setting,
        setting.fileUrl(
          "operations/getPolicyRule.html#response-200~ACCESS_POLICY.actions.appSignOn.verificationMethod",
        ),
        { offline: true },
        async ({ page, errors }) => {
          const target = page.locator('[id="response-200~ACCESS_POLICY.actions.appSignOn.verificationMethod"]');
          await target.waitFor({ state: "visible" });
          await page.waitForTimeout(100);
          const { y } = await target.boundingBox();
          if (y < 40 || y > 700) throw new Error(`it stands at ${y}`);
          equal(errors, [], "errors");
        },
      ),
  ],
  [
    "all of a deep schema opens, by one button, from file://",
    async () => {
      for (const file of [
        "operations/createApplication.html",
        "operations/createPolicyRule.html",
        "schemas/Authenticator.html",
      ]) {
        await opened(setting, setting.fileUrl(file), { offline: true }, async ({ page, errors }) => {
          const tree = page.locator("[data-tree]").first();
          const before = await tree.locator(".prop").count();
          await tree.locator(".tree-tools button").click();
          await page.waitForFunction(() => {
            const closed = [...document.querySelectorAll("[data-tree]")[0]!.querySelectorAll("details:not([open])")];
            return closed.every((part) => part.querySelector("[data-fragment]"));
          });
          const after = await tree.locator(".prop").count();
          if (after <= before) throw new Error(`${file}: ${before} properties before, ${after} after`);
          const bare: string[] = await page.$$eval("[data-tree]:first-of-type .kind[open]", (kinds: HTMLElement[]) =>
            kinds
              .filter((kind) => kind.querySelectorAll(".prop, .values, .value-table, .note").length < 1)
              .map((k) => k.id),
          );
          equal(bare, [], `${file}: kinds with nothing`);
          equal(
            await page.$$eval("[id]", (all: HTMLElement[]) => {
              const ids = all.map(({ id }) => id);
              return ids.filter((id, i) => ids.indexOf(id) !== i);
            }),
            [],
            `${file}: ids used twice`,
          );
          equal(errors, [], "errors");
        });
      }
    },
  ],
  [
    "one choice of an example drives schema, samples and console, and its kind holds on the next page",
    () =>
      opened(setting, setting.fileUrl("operations/createApplication.html"), { offline: true }, async ({ page }) => {
        await page.selectOption("[data-choice] >> nth=0", "saml");
        const shown = async (text: string) => {
          for (const tab of ["TypeScript", "curl", "Body"]) {
            await page.click(`.example.chosen [role=tab]:text-is("${tab}")`);
            const code = await page.textContent(".example.chosen .panel:not([hidden])");
            if (!code.includes(text)) throw new Error(`${tab} does not show ${text}`);
          }
        };
        await shown("SAML_2_0");
        equal(
          await page.$$eval("#request ~ .tree .kind[open]", (k: HTMLElement[]) => k.map(({ id }) => id)),
          ["request~SAML_2_0"],
          "open",
        );
        if (!(await page.inputValue("[name=body]")).includes("SAML_2_0"))
          throw new Error("the console has another body");
        await page.click('[id="request~OPENID_CONNECT"] > summary');
        await page.waitForTimeout(100);
        await shown("OPENID_CONNECT");
        await page.goto(setting.fileUrl("operations/getApplication.html"));
        equal(
          await page.$$eval(".response .kind[open]", (k: HTMLElement[]) => k.map((e) => e.dataset["kind"])),
          ["OPENID_CONNECT"],
          "open on the next page",
        );
        equal(
          await page.getAttribute("#response-examples ~ .tabs > .panel:not([hidden])", "data-of-kind"),
          "OPENID_CONNECT",
          "example of the response",
        );
      }),
  ],
  [
    "a failure shows the body it comes with",
    () =>
      opened(setting, setting.fileUrl("operations/updateFeatureLifecycle.html"), {}, async ({ page }) => {
        await page.click("#response-400 .own summary >> nth=0");
        const body = JSON.parse(await page.textContent("#response-400 .own pre >> nth=0"));
        equal(body.errorCode, await page.textContent("#response-400 .own a >> nth=0"), "code");
      }),
  ],
  [
    "a lifecycle is a picture with links, and a table",
    () =>
      opened(setting, setting.fileUrl("sections/feature.html"), {}, async ({ page }) => {
        equal(await page.locator("#lifecycle-Feature svg a").count(), 2, "links");
        await page.click("#lifecycle-Feature summary");
        const cells = await page.$$eval("#lifecycle-Feature tbody tr:first-child td", (c: HTMLElement[]) =>
          c.map((e) => e.textContent!.trim()),
        );
        equal(cells, ["DISABLED", "ENABLED"], "first move");
      }),
  ],
  [
    "code can be copied by keyboard and on a phone",
    () =>
      opened(
        setting,
        setting.httpUrl("operations/getUser.html"),
        { viewport: PHONE, hasTouch: true, permissions: ["clipboard-read", "clipboard-write"] },
        async ({ page }) => {
          const button = page.locator(".example.chosen .copy, .side-part .copy").first();
          equal(await button.isVisible(), true, "visible");
          await button.focus();
          await page.keyboard.press("Enter");
          await page.waitForFunction(() => document.activeElement?.textContent === "Copied");
          if (!(await page.evaluate(() => navigator.clipboard.readText())).includes("okta.GET"))
            throw new Error("not copied");
        },
      ),
  ],
  [
    "on a phone no value, method or heading of a table is broken in the middle of a word",
    async () => {
      for (const file of ["schemas/Application.html", "operations/deactivateUser.html", "sections/user.html"]) {
        await opened(setting, setting.fileUrl(file), { viewport: PHONE, offline: true }, async ({ page }) => {
          const broken: string[] = await page.$$eval("main .value-table th > *, main .method", (all: HTMLElement[]) =>
            all
              .filter((e) => !e.querySelector("wbr") && e.checkVisibility() && e.getClientRects().length > 1)
              .map((e) => e.textContent!),
          );
          equal(broken, [], file);
        });
      }
    },
  ],
  [
    "a diagram of a life is not cut off on a wide screen, nor on paper",
    () =>
      opened(
        setting,
        setting.fileUrl("sections/user.html"),
        { viewport: { width: 1440, height: 900 } },
        async ({ page }) => {
          const cut = (): string[] =>
            [...document.querySelectorAll<HTMLElement>(".lifecycle > .scroll")]
              .filter((e) => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1)
              .map((e) => e.ariaLabel!);
          equal(await page.evaluate(cut), [], "on the screen");
          await page.setViewportSize({ width: 700, height: 900 });
          await page.emulateMedia({ media: "print" });
          equal(await page.evaluate(cut), [], "on paper");
        },
      ),
  ],
  [
    "on paper all that the page holds is there, and the frame is not",
    () =>
      opened(setting, setting.fileUrl("operations/getUser.html"), {}, async ({ page }) => {
        await page.emulateMedia({ media: "print" });
        await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
        equal(await page.isVisible("#nav"), false, "navigation");
        equal(await page.isVisible('[id="response-200.profile.login"]'), true, "property");
        equal(await page.locator("main details:not([open]):not(.loaded details)").count(), 0, "closed parts");
        await page.evaluate(() => dispatchEvent(new Event("afterprint")));
        if ((await page.locator("main details:not([open])").count()) === 0) throw new Error("all stays open");
      }),
  ],
  [
    "tabs go by arrow keys, and the language chosen holds on the next page",
    () =>
      opened(setting, setting.httpUrl("operations/getUser.html"), {}, async ({ page }) => {
        await page.focus('[role=tab]:text("TypeScript")');
        await page.keyboard.press("ArrowRight");
        equal(await page.isVisible("#sample-2"), true, "curl visible");
        equal(await page.isVisible("#sample-1"), false, "TypeScript visible");
        await page.goto(setting.httpUrl("operations/listGroups.html"));
        equal(await page.getAttribute('[role=tab]:text("curl")', "aria-selected"), "true", "curl chosen");
      }),
  ],
  [
    "the chosen colors hold on the next page",
    () =>
      opened(setting, setting.httpUrl("index.html"), { colorScheme: "light" }, async ({ page }) => {
        const color = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const light = await color();
        await page.click("[data-theme-toggle]");
        const dark = await color();
        if (light === dark) throw new Error(`the colors stay ${light}`);
        await page.goto(setting.httpUrl("scopes.html"));
        equal(await color(), dark, "color");
        equal(await page.getAttribute("[data-theme-toggle]", "aria-pressed"), "true", "pressed");
      }),
  ],
  [
    "on a phone the menu opens, leads to a section, and closes by Escape",
    () =>
      opened(setting, setting.fileUrl("operations/getUser.html"), { viewport: PHONE }, async ({ page }) => {
        equal(await page.isVisible("#nav"), false, "menu visible");
        await page.click(".menu");
        equal(await page.isVisible("#nav"), true, "menu visible");
        const [at, height] = await page.$eval("#nav [aria-current=page]", (e: HTMLElement) => [
          e.getBoundingClientRect().top,
          innerHeight,
        ]);
        if (at < 0 || at > height) throw new Error(`the current page stands at ${at} of ${height}`);
        if (setting.shots) await page.screenshot({ path: `${setting.shots}/menu-390.png` });
        await page.keyboard.press("Escape");
        equal(await page.isVisible("#nav"), false, "menu visible");
        await page.click(".menu");
        await Promise.all([page.waitForNavigation(), page.click('#nav a:text-is("Groups")')]);
        equal(await page.textContent("h1"), "Groups", "heading");
      }),
  ],
  [
    "the list of scopes is filtered by words",
    () =>
      opened(setting, setting.fileUrl("scopes.html"), {}, async ({ page }) => {
        await page.fill("[data-filter]", "deactivate a user");
        const rows: string[] = await page.$$eval("#scope-table [data-words]:not([hidden]) a", (links: HTMLElement[]) =>
          links.map((link) => link.textContent!),
        );
        if (!rows.includes("Deactivate a user")) throw new Error(`rows: ${rows.join(", ")}`);
        equal(await page.isVisible('[id="okta.users.manage"] .group'), true, "its scope visible");
        equal(await page.isVisible('[id="okta.logs.read"]'), false, "another scope visible");
      }),
  ],
  [
    "without JavaScript the samples and the navigation are there",
    () =>
      opened(setting, setting.fileUrl("operations/getUser.html"), { javaScriptEnabled: false }, async ({ page }) => {
        for (const id of ["sample-1", "sample-2", "sample-3", "nav"]) equal(await page.isVisible(`#${id}`), true, id);
        equal(await page.isVisible("[data-search]"), false, "search visible");
      }),
  ],
  [
    "an open page loads anew after a build",
    () =>
      opened(setting, setting.httpUrl("index.html"), {}, async ({ page }) => {
        await page.waitForLoadState("load");
        await page.waitForTimeout(300);
        const loaded = page.waitForNavigation();
        setting.reload();
        await loaded;
      }),
  ],
];
