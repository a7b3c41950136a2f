import type { ConsoleForm } from "./form.ts";
import { showMessage } from "./result.ts";

/** Lets the mock begin anew: its state, its counts and its rate limits. */
export async function resetMock(form: ConsoleForm, result: HTMLElement): Promise<void> {
  try {
    const { origin } = form.base();
    if (!form.isLocal()) throw new Error(`${origin} is not on this machine; only the mock can be reset.`);
    const response = await fetch(new URL("/_mock/reset", origin), { method: "POST", credentials: "omit" });
    if (!response.ok) throw new Error(`${origin} is no mock of okta-fetch: it responded with ${response.status}.`);
    showMessage(result, "The mock was reset.", "note");
  } catch (error) {
    showMessage(result, error instanceof TypeError ? noResponse(form) : (error as Error).message);
  }
}

export const noResponse = (form: ConsoleForm): string =>
  `No response from ${form.value("base")}. Start the mock server with npm run docs:serve or npx okta-fetch mock --stateful, and check the base URL.`;
