const hasExample = (media) => media.example !== undefined || Object.keys(media.examples ?? {}).length > 0;

/** Reports request bodies and answers without an example. */
export default function examples(operation, _options, { path }) {
  const results = [];
  const check = (content, at) => {
    for (const [type, media] of Object.entries(content ?? {})) {
      if (!hasExample(media)) results.push({ message: `Give ${type} an example.`, path: [...at, "content", type] });
    }
  };
  check(operation.requestBody?.content, [...path, "requestBody"]);
  for (const [status, answer] of Object.entries(operation.responses ?? {})) {
    check(answer.content, [...path, "responses", status]);
  }
  return results;
}
