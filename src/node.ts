/** `okta-fetch/node`: a transport on `node:http`, which takes Node far less time than its `fetch`. */
export { nodeFetch, type NodeFetchOptions } from "./node/fetch.ts";
