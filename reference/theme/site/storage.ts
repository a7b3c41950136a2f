/** Small choices that hold on the next page; without storage they hold for this one. */
const PREFIX = "okta-fetch-";

const attempt = <T>(act: () => T): T | null => {
  try {
    return act();
  } catch {
    return null;
  }
};

/** What is kept for good. */
export const readLocal = (name: string): string | null => attempt(() => localStorage.getItem(PREFIX + name));
export const writeLocal = (name: string, value: string): void =>
  void attempt(() => localStorage.setItem(PREFIX + name, value));

/** What is kept until the tab is closed. */
export const readTab = (name: string): string | null => attempt(() => sessionStorage.getItem(PREFIX + name));
export const writeTab = (name: string, value: string): void =>
  void attempt(() => sessionStorage.setItem(PREFIX + name, value));
