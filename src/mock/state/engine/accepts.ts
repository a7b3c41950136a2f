import { ApiError, type Call } from "../http.ts";

/** Whether a media type is one of those that an `Accept` header names. */
function accepts(header: string, type: string): boolean {
  const [kind] = type.split("/");
  return header.split(",").some((part) => {
    const range = part.split(";", 1)[0]!.trim().toLowerCase();
    return range === "*/*" || range === type || range === `${kind}/*`;
  });
}

/** @throws ApiError 400 for an `Accept` header that no response of the operation fits */
export function checkAccept({ operation, headers }: Pick<Call, "operation" | "headers">): void {
  const { accept } = headers;
  if (!accept) return;
  const types = Object.keys(operation.success?.response.content ?? {});
  if (types.length > 0 && !types.some((type) => accepts(accept, type))) throw new ApiError(400, "E0000019");
}
