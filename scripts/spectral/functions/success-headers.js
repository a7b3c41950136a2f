const ALWAYS = ["X-Okta-Request-Id", "X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset"];

/** Reports success responses without the headers that Okta sends with all of them, and lists without a Link header. */
export default function successHeaders(operation, _options, { path }) {
  const results = [];
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    if (!status.startsWith("2")) continue;
    const pages = response.content?.["application/json"]?.schema?.type === "array";
    const missing = [...(pages ? ["Link"] : []), ...ALWAYS].filter((name) => !response.headers?.[name]);
    if (missing.length > 0) {
      results.push({ message: `Add the headers ${missing.join(", ")}.`, path: [...path, "responses", status] });
    }
  }
  return results;
}
