// This project's client without its timeouts, which raw fetch and the other thin clients do not have.
import { create as createAny } from "./okta-fetch.mjs";

export const create = (options) => createAny({ ...options, timeout: 0, totalTimeout: 0 });
