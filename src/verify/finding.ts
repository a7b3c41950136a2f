/** One thing in one exchange that the document does not say. */
export interface Finding {
  kind: "violation" | "undeclared-property" | "undeclared-status" | "unknown-operation";
  where: "operation" | "query" | "request" | "response";
  /** In the body; empty for the body itself. For the query, the name of the parameter. */
  pointer: (string | number)[];
  /** Holds types and names of the document, never a value of the traffic. */
  message: string;
  /** The content type that came in place of the promised one; only shown where the document knows it, or when asked. */
  mediaType?: string;
}

/** Something that the document, or HTTP, forbids. */
export const violation = (where: Finding["where"], message: string, pointer: Finding["pointer"] = []): Finding => ({
  kind: "violation",
  where,
  pointer,
  message,
});
