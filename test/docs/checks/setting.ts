/** A sentence and what makes it true; what was measured with it is printed behind it. */
export type Check = [name: string, check: () => Promise<string | void>];

/** What the checks work on. The browser is playwright's, which the main install does not have. */
export interface Setting {
  browser: any;
  /** Script of axe-core. */
  axe: string;
  fileUrl: (page: string) => string;
  httpUrl: (page: string) => string;
  mockUrl: string;
  /** Tells open pages of a new build. */
  reload: () => void;
  /** Folder for screenshots. */
  shots?: string | undefined;
}

export interface Opened {
  page: any;
  /** Errors of the page and its console so far. */
  errors: string[];
  /** Addresses that the page asked for so far. */
  requests: { url: string; headers: Record<string, string> }[];
}

/** Opens an address in a context of its own, for the time of a function. */
export async function opened<T>(
  { browser }: Setting,
  url: string,
  options: object,
  use: (opened: Opened) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const errors: string[] = [];
    const requests: Opened["requests"] = [];
    page.on("console", (message: any) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error: Error) => errors.push(String(error)));
    page.on("request", (request: any) => requests.push({ url: request.url(), headers: request.headers() }));
    await page.goto(url);
    return await use({ page, errors, requests });
  } finally {
    await context.close();
  }
}

/** Fails with what was found. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

/**
 * Violations of any level that axe finds, one line each: A, AA and AAA, which axe leaves out by itself, and best practices.
 * Its experimental rules are not asked: one of them forbids what a stable rule demands, the focus on what scrolls.
 */
export async function violations({ axe }: Setting, page: any): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  const { violations: found } = await page.evaluate(() => {
    const { axe } = window as any;
    const rules: { ruleId: string; tags: string[] }[] = axe.getRules();
    const asked = rules.filter(({ tags }) => !tags.includes("experimental") && !tags.includes("deprecated"));
    // Without preload axe does not ask for the style sheets again, which a page from file:// may not do.
    return axe.run(document, {
      resultTypes: ["violations"],
      preload: false,
      runOnly: { type: "rule", values: asked.map(({ ruleId }) => ruleId) },
    });
  });
  return found.map(({ id, impact, nodes }: any) => `${impact} ${id} (${nodes.length}): ${nodes[0].html.slice(0, 160)}`);
}
