const VERBS = {
  get: /^(get|list|preview|poll)[A-Z]/,
  put: /^(replace|set|update|assign|activate|upload|upsert|add)[A-Z]/,
  patch: /^(update)[A-Z]/,
  delete: /^(delete|remove|revoke|unassign|unenroll|unlink|clear)[A-Z]/,
  post: /^[a-z]+[A-Z]/,
};

/** Reports operationIds that are missing, used twice, or whose verb does not fit the method. */
export default function operationId(paths, _options, { path }) {
  const results = [];
  const seen = new Map();
  for (const [url, item] of Object.entries(paths)) {
    for (const [method, verb] of Object.entries(VERBS)) {
      if (!item[method]) continue;
      const id = item[method].operationId;
      const at = [...path, url, method];
      if (!verb.test(id ?? ""))
        results.push({ message: `operationId "${id}" does not fit ${method.toUpperCase()}.`, path: at });
      if (seen.has(id)) results.push({ message: `operationId "${id}" is taken by ${seen.get(id)}.`, path: at });
      seen.set(id, `${method.toUpperCase()} ${url}`);
    }
  }
  return results;
}
