import { readdirSync } from "node:fs";
import { join } from "node:path";
import { outDir } from "../../../reference/build.ts";
import { type Check, equal, opened, type Setting, violations } from "./setting.ts";

const guide =
  readdirSync(join(outDir, "guides")).find((file) => /^(?:pagination|getting-started)/.test(file)) ??
  "contributing.html";
const PAGES = [
  "index.html",
  "sections/user.html",
  "operations/listUsers.html",
  "operations/createApplication.html",
  "operations/createPolicyRule.html",
  "operations/uploadBrandThemeLogo.html",
  "schemas/UserFactor.html",
  "schemas/index.html",
  "scopes.html",
  "errors.html",
  `guides/${guide}`,
];
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

/** Elements that stick out of the page, or of the text into what stands beside it. */
export const sticksOut = (): string[] =>
  [...document.querySelectorAll(".content *, aside *, header *")]
    .filter((e) => {
      const edge = (e.closest(".content, aside") ?? document.documentElement).getBoundingClientRect().right;
      return e.getBoundingClientRect().right > edge + 1 && !e.parentElement!.closest(".scroll, pre");
    })
    .slice(0, 3)
    .map((e) => e.outerHTML.slice(0, 120));

/** Each main page, in each size and both colour schemes, from `file://` with the network off. */
export const pageChecks = (setting: Setting): Check[] =>
  PAGES.flatMap((file) =>
    Object.entries(SIZES).flatMap(([size, viewport]) =>
      (["light", "dark"] as const).map((colorScheme): Check => [
        `${file}, ${size}, ${colorScheme}: no error, nothing sticks out, nothing from elsewhere, accessible`,
        () =>
          opened(
            setting,
            setting.fileUrl(file),
            { viewport, colorScheme, offline: true },
            async ({ page, errors, requests }) => {
              await page.waitForLoadState("load");
              if (setting.shots) {
                const name = `${file.replace(/[/.]/g, "_")}-${size}-${colorScheme}.png`;
                await page.screenshot({ path: join(setting.shots, name) });
              }
              equal(await page.evaluate(() => scrollY), 0, "scrolled at first");
              equal(await page.evaluate(sticksOut), [], "sticks out");
              equal(
                requests.filter(({ url }) => !/^(?:file|data):/.test(url)).map(({ url }) => url),
                [],
                "asked for",
              );
              await page.evaluate(() =>
                document.querySelectorAll<HTMLDetailsElement>("main details").forEach((d) => (d.open = true)),
              );
              equal(await page.evaluate(sticksOut), [], "sticks out when all is open");
              equal(await violations(setting, page), [], "axe");
              equal(errors, [], "errors");
            },
          ),
      ]),
    ),
  );
