/** Reports an operation that lacks one of the shared error responses; 404 is owed only by paths with a parameter. */
export default function sharedErrors(operation, _options, { path }) {
  const owed = ["400", "401", "403", ...(path[1].includes("{") ? ["404"] : []), "429", "default"];
  const missing = owed.filter((status) => !operation.responses?.[status]);
  if (missing.length === 0) return [];
  return [{ message: `Declare the shared error responses ${missing.join(", ")}.`, path: [...path, "responses"] }];
}
