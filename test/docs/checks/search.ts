import { type Check, equal, opened, type Setting, violations } from "./setting.ts";

/** The search, by keyboard, offline. */
export const searchChecks = (setting: Setting): Check[] => [
  [
    "the search shows what it found, with the matched words marked and a picture of the kind",
    () =>
      opened(setting, setting.fileUrl("index.html"), { offline: true }, async ({ page }) => {
        await page.keyboard.press("/");
        await page.keyboard.type("deactivat user");
        await page.waitForSelector("dialog [role=option]");
        const hrefs: string[] = await page.$$eval("dialog [role=option]", (links: HTMLAnchorElement[]) =>
          links.slice(0, 3).map((link) => link.getAttribute("href")!),
        );
        if (!hrefs.includes("operations/deactivateUser.html")) throw new Error(hrefs.join(", "));
        equal(await page.$$eval("#hit-0 mark", (marks: HTMLElement[]) => marks.length > 0), true, "marked");
        equal(await page.isVisible("#hit-0 svg"), true, "picture");
      }),
  ],
  [
    "the open search is accessible, in both color schemes, on a phone too",
    async () => {
      for (const colorScheme of ["light", "dark"]) {
        for (const viewport of [
          { width: 1280, height: 900 },
          { width: 390, height: 844 },
        ]) {
          await opened(
            setting,
            setting.fileUrl("operations/getUser.html"),
            { colorScheme, viewport, offline: true },
            async ({ page, errors }) => {
              await page.click("[data-search]");
              await page.keyboard.type("user");
              await page.waitForSelector("dialog [role=option]");
              if (setting.shots)
                await page.screenshot({ path: `${setting.shots}/search-${viewport.width}-${colorScheme}.png` });
              equal(await violations(setting, page), [], "axe");
              equal(errors, [], "errors");
            },
          );
        }
      }
    },
  ],
  [
    "arrows choose a hit, Enter goes there, Escape closes",
    () =>
      opened(setting, setting.fileUrl("index.html"), { offline: true }, async ({ page }) => {
        await page.keyboard.press("Control+k");
        await page.keyboard.type("lifecycle");
        await page.waitForSelector("#hit-1");
        await page.keyboard.press("ArrowDown");
        const wanted = await page.getAttribute("dialog [aria-selected=true]", "href");
        equal(await page.getAttribute("dialog input", "aria-activedescendant"), "hit-1", "chosen");
        await page.keyboard.press("Escape");
        equal(await page.isVisible("dialog"), false, "open after Escape");
        await page.keyboard.press("/");
        await page.waitForSelector("#hit-1");
        await page.keyboard.press("ArrowDown");
        await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
        equal(page.url(), setting.fileUrl(wanted), "page");
      }),
  ],
];
