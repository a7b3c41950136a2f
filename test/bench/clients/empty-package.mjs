// A package with nothing in it: what any package costs.
export { create } from "empty-package";
