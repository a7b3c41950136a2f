// This project's client on its transport for Node.
import { nodeFetch } from "okta-fetch/node";
import { create as createAny } from "./okta-fetch.mjs";

export const create = (options) => createAny({ ...options, fetch: nodeFetch() });
