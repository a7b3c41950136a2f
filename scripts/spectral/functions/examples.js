const hasExample = (media) => media.example !== undefined || Object.keys(media.examples ?? {}).length > 0;

/** Reports request bodies and responses without an example. */
export default function examples(operation, _options, { path }) {
  const results = [];
  const check = (content, at) => {
    for (const [type, media] of Object.entries(content ?? {})) {
      if (!hasExample(media)) results.push({ message: `Give ${type} an example.`, path: [...at, "content", type] });
    }
  };
  check(operation.requestBody?.content, [...path, "requestBody"]);
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    check(response.content, [...path, "responses", status]);
  }
  return results;
}
