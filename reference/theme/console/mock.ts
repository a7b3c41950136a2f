import type { ConsoleForm } from "./form.ts";
import { showMessage } from "./result.ts";

/** Opens the mock's own page, where it is reset: pages of other origins, such as this one, may not steer it. */
export function openMockPage(form: ConsoleForm, result: HTMLElement): void {
  const { origin } = form.base();
  if (!form.isLocal()) return showMessage(result, `${origin} is not on this machine; only the mock has such a page.`);
  window.open(new URL("/_mock", origin), "_blank", "noopener");
  showMessage(
    result,
    "The page of the mock is open in another tab: it shows the last calls, and resets the mock.",
    "note",
  );
}

export const noResponse = (form: ConsoleForm): string =>
  `No response from ${form.value("base")}. Start the mock server with npm run docs:serve or npx okta-fetch mock --stateful, and check the base URL.`;
