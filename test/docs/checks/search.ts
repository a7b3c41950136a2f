import { type Check, equal, opened, type Setting, violations } from "./setting.ts";

/** Questions as a new user types them, and the page that answers each. */
const QUESTIONS: [string, string][] = [
  ["which scope do I need to deactivate a user", "operations/deactivateUser.html"],
  ["what does search accept", "operations/listUsers.html#query.search"],
  ["create user with password", "operations/createUser.html"],
  ["add user to group", "operations/assignUserToGroup.html"],
  ["list group members", "operations/listGroupUsers.html"],
  ["reset factors", "operations/resetFactors.html"],
  ["revoke sessions of a user", "operations/revokeUserSessions.html"],
  ["user", "schemas/User.html"],
  ["group", "schemas/Group.html"],
  ["E0000038", "errors.html#E0000038"],
  ["transitioningToStatus", "schemas/User.html#p.transitioningToStatus"],
  ["system log events", "operations/listLogEvents.html"],
  ["okta.groups.manage", "scopes.html#okta.groups.manage"],
  ["deactivat user", "operations/deactivateUser.html"],
];

/** The search, by keyboard, offline. */
export const searchChecks = (setting: Setting): Check[] => [
  ...QUESTIONS.map(([question, answer]): Check => [
    `the search answers "${question}" among its first five`,
    () =>
      opened(setting, setting.fileUrl("index.html"), { offline: true }, async ({ page }) => {
        await page.keyboard.press("/");
        await page.keyboard.type(question);
        await page.waitForFunction(() =>
          /found|best|Nothing/.test(document.querySelector("dialog [role=status]")!.textContent!),
        );
        const hrefs: string[] = await page.$$eval("dialog [role=option]", (links: HTMLAnchorElement[]) =>
          links.slice(0, 5).map((link) => link.getAttribute("href")!),
        );
        if (!hrefs.includes(answer)) throw new Error(`expected ${answer} among ${hrefs.join(", ")}`);
      }),
  ]),
  [
    "the open search is accessible, in both colour schemes, on a phone too",
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
