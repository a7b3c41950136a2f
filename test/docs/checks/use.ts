import { type Check, equal, opened, type Setting } from "./setting.ts";

const PHONE = { width: 390, height: 844 };

/** What a reader does with a page besides reading it. */
export const useChecks = (setting: Setting): Check[] => [
  [
    "a link to a property inside closed parts opens them and shows it",
    () =>
      opened(
        setting,
        setting.fileUrl("operations/getUser.html#answer-200.credentials.provider.type"),
        {},
        async ({ page }) => {
          await page.waitForLoadState("load");
          const target = page.locator('[id="answer-200.credentials.provider.type"]');
          equal(await target.isVisible(), true, "visible");
          const { y } = await target.boundingBox();
          if (y < 40 || y > 700) throw new Error(`it stands at ${y}`);
        },
      ),
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
    "the chosen colours hold on the next page",
    () =>
      opened(setting, setting.httpUrl("index.html"), { colorScheme: "light" }, async ({ page }) => {
        const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const light = await colour();
        await page.click("[data-theme-toggle]");
        const dark = await colour();
        if (light === dark) throw new Error(`the colours stay ${light}`);
        await page.goto(setting.httpUrl("scopes.html"));
        equal(await colour(), dark, "colour");
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
