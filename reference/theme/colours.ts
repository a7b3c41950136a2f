/** Sets the colours that the reader chose before, ahead of the first paint. */
export {};

try {
  const chosen = localStorage.getItem("okta-fetch-theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset["theme"] = chosen;
} catch {
  // Without storage, the system's choice counts.
}
document.documentElement.classList.add("js");
