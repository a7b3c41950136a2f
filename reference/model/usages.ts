import type { Call, Reference } from "./reference.ts";

export interface Usage {
  calls: Call[];
  schemas: string[];
  /** Whether a request body holds it. */
  sent: boolean;
}

/** Which calls and schemas refer to each schema, straight, and which are sent. */
export function usagesOf(reference: Reference): Map<string, Usage> {
  const found = new Map<string, Usage>(
    Object.keys(reference.document.components.schemas).map((name) => [name, { calls: [], schemas: [], sent: false }]),
  );
  const visit = (node: any, meet: (name: string) => void): void => {
    if (typeof node !== "object" || node === null) return;
    const name = reference.nameOf(node);
    if (name) meet(name);
    else if (typeof node.$ref === "string") visit(reference.resolve(node), meet);
    for (const [key, child] of Object.entries(node)) if (key !== "examples" && key !== "example") visit(child, meet);
  };
  const send = (name: string): void => {
    const usage = found.get(name)!;
    if (usage.sent) return;
    usage.sent = true;
    visit(reference.document.components.schemas[name], send);
  };
  for (const call of reference.calls) {
    visit([call.definition.requestBody, call.definition.responses, call.parameters], (name) => {
      const { calls } = found.get(name)!;
      if (!calls.includes(call)) calls.push(call);
    });
    visit(call.definition.requestBody, send);
  }
  for (const [owner, schema] of Object.entries(reference.document.components.schemas)) {
    visit(schema, (name) => {
      const { schemas } = found.get(name)!;
      if (name !== owner && !schemas.includes(owner)) schemas.push(owner);
    });
  }
  return found;
}
