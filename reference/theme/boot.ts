/** Ahead of the first paint: the colors that the reader chose before, and that scripts run. */
import { readLocal } from "./site/storage.ts";

const chosen = readLocal("theme");
if (chosen === "dark" || chosen === "light") document.documentElement.dataset["theme"] = chosen;
document.documentElement.classList.add("js");
