import { join } from "node:path";
import { type Check, equal, opened, type Setting, violations } from "./setting.ts";

const PAGES = [
  "index.html",
  "sections/user.html",
  "sections/application.html",
  "sections/feature.html",
  "operations/listUsers.html",
  "operations/createUser.html",
  "operations/createApplication.html",
  "operations/createPolicyRule.html",
  "operations/createIdentityProvider.html",
  "operations/enrollFactor.html",
  "operations/deleteGroup.html",
  "operations/updateFeatureLifecycle.html",
  "operations/uploadBrandThemeLogo.html",
  "schemas/Application.html",
  "schemas/User.html",
  "schemas/UserFactor.html",
  "schemas/index.html",
  "scopes.html",
  "errors.html",
  "event-types.html",
  "guides/pagination.html",
  "guides/group-rules.html",
  "404.html",
];
const SIZES = {
  phone: { width: 390, height: 844 },
  tablet: { width: 1024, height: 800 },
  desktop: { width: 1440, height: 900 },
  wide: { width: 1920, height: 1080 },
};
/** Each scheme is looked at in two sizes, and both in all. */
const SCHEMES = { phone: "dark", tablet: "light", desktop: "light", wide: "dark" } as const;

/** Elements that stick out of the page, or of the text into what stands beside it. */
export const sticksOut = (): string[] =>
  [...document.querySelectorAll(".content *, footer *, header *")]
    .filter((e) => {
      const edge = (e.closest(".side-part, .main-part, .content") ?? document.documentElement).getBoundingClientRect()
        .right;
      return e.getBoundingClientRect().right > edge + 1 && !e.parentElement!.closest(".scroll");
    })
    .slice(0, 3)
    .map((e) => e.outerHTML.slice(0, 120));

/** Elements besides page and navigation that scroll up and down by themselves. */
export const scrollers = (): string[] =>
  [...document.querySelectorAll<HTMLElement>("main *")]
    .filter((e) => /auto|scroll/.test(getComputedStyle(e).overflowY) && e.scrollHeight > e.clientHeight + 1)
    .filter((e) => e.tagName !== "TEXTAREA")
    .slice(0, 3)
    .map((e) => e.outerHTML.slice(0, 120));

/** Each main page, in each size and both color schemes, from `file://` with the network off. */
export const pageChecks = (setting: Setting): Check[] =>
  PAGES.flatMap((file) =>
    (Object.keys(SIZES) as (keyof typeof SIZES)[]).map((size): Check => {
      const colorScheme = SCHEMES[size];
      return [
        `${file}, ${size}, ${colorScheme}: no error, nothing sticks out, nothing from elsewhere, accessible`,
        () =>
          opened(
            setting,
            setting.fileUrl(file),
            { viewport: SIZES[size], colorScheme, offline: true },
            async ({ page, errors, requests }) => {
              await page.waitForLoadState("load");
              if (setting.shots) {
                const name = `${file.replace(/[/.]/g, "_")}-${size}-${colorScheme}.png`;
                await page.screenshot({ path: join(setting.shots, name) });
              }
              equal(await page.evaluate(() => scrollY), 0, "scrolled at first");
              equal(await page.evaluate(sticksOut), [], "sticks out");
              equal(await page.evaluate(scrollers), [], "scrolls by itself");
              equal(
                requests.filter(({ url }) => !/^(?:file|data):/.test(url)).map(({ url }) => url),
                [],
                "asked for",
              );
              await page.evaluate(() =>
                document.querySelectorAll<HTMLDetailsElement>("main details").forEach((d) => (d.open = true)),
              );
              await page.waitForTimeout(150);
              equal(await page.evaluate(sticksOut), [], "sticks out when all is open");
              if (size === "phone" || size === "desktop") equal(await violations(setting, page), [], "axe");
              equal(errors, [], "errors");
            },
          ),
      ];
    }),
  );
