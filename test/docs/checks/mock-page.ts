import { equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import type { Check, Setting } from "./setting.ts";

/** The page at which the mock shows what a run did. */
export const mockPageChecks = (setting: Setting): Check[] => [
  [
    "the mock's own page shows why a call was refused, in both colour schemes and on a narrow screen",
    async () => {
      const headers = { authorization: "SSWS any", "content-type": "application/json" };
      const body = JSON.stringify({ profile: { firstName: 1 } });
      await fetch(`${setting.mockUrl}/api/v1/users`, { method: "POST", headers, body });
      for (const colorScheme of ["light", "dark"]) {
        const context = await setting.browser.newContext({ colorScheme, viewport: { width: 400, height: 800 } });
        const page = await context.newPage();
        const problems: string[] = [];
        page.on("console", (message: any) => message.type() === "error" && problems.push(message.text()));
        page.on(
          "request",
          (request: any) => new URL(request.url()).origin !== setting.mockUrl && problems.push(request.url()),
        );
        const response = await page.goto(`${setting.mockUrl}/_mock`);
        equal(response.status(), 200);
        match(await page.locator("tr.refused").first().innerText(), /POST\s+\/api\/v1\/users\s+400\s+E0000001/);
        ok((await page.locator("section:last-of-type tbody tr").count()) > 10, "collections");
        const { scroll, client } = await page.evaluate(() => ({
          scroll: document.documentElement.scrollWidth,
          client: document.documentElement.clientWidth,
        }));
        ok(scroll <= client + 1, `the page is ${scroll} wide on a screen of ${client}`);
        if (setting.shots)
          await page.screenshot({ path: join(setting.shots, `mock-${colorScheme}.png`), fullPage: false });
        await context.close();
        equal(problems.filter((text) => !/favicon/.test(text)).join(), "");
      }
    },
  ],
];
