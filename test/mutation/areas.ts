/** Files and folders that are mutated, by the name that `npm run test:mutation -- NAME` takes. */
export const AREAS: Record<string, string[]> = {
  retry: ["src/retry"],
  "rate-limit": ["src/rate-limit"],
  auth: ["src/auth"],
  lists: ["src/lists"],
  serialize: ["src/serialize"],
  call: ["src/call.ts"],
  client: ["src/client.ts", "src/openapi-fetch.ts", "src/settings.ts", "src/result.ts"],
  errors: ["src/errors.ts", "src/error-kind.ts"],
  timing: ["src/timing"],
  helpers: ["src/helpers"],
};

/** Share of an area's mutants that tests must notice. */
export const LEAST = 0.95;
