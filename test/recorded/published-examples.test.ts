import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readYaml, root } from "../../scripts/lib/paths.ts";
import { checkOf } from "../../src/verify/check.ts";
import { document, operations } from "../support/document.ts";

const dir = join(root, "../shared/vendor");
const file = existsSync(dir) ? readdirSync(dir).find((name) => name.endsWith(".yaml")) : undefined;
if (!file) console.warn(`No document of Okta's in ${dir}: its request examples are not checked.`);

/** Request examples that Okta publishes and its API would refuse, with what is wrong in each. */
const MISTAKEN: Record<string, string> = {
  "createOAuth2Claim CreateCustomTokenClaim": "A list where the operation takes one claim.",
  "replaceOAuth2Claim ReplaceCustomTokenClaim": "A list where the operation takes one claim.",
  "createIdentityProvider CreateGenericOidcIdPRequest": '`pkce_required` is the text "true" instead of a boolean.',
  "executeInlineHook TelephonyPayloadExample":
    "Phone number and code are numbers, which lose the `+` and leading zeros.",
  "executeInlineHook ProfileEnrollmentRequest": "The versions are numbers instead of texts.",
  "createPolicyRule Enable2FAPreciseAuth": "`constraints` is one object instead of a list of them.",
  "createPolicyRule CreateAuthPolicyRule2FADisablePostAuthKmsi":
    "`constraints` is one object instead of a list of them.",
  "replacePolicyRule UpdateAuthPolicyRule2FADisablePostAuthKmsi":
    "`constraints` is one object instead of a list of them.",
  "replacePolicyRule UpdateAllowedIdentifiersInUserProfilePolicy":
    "`priority` and `system` are texts instead of a number and a boolean.",
  "replaceTrustedOrigin TrustedOriginPutBody": "Lies one level too deep, below a key of its own.",
  "replaceTrustedOrigin TrustedOriginPutBodyWithIframeEmbedding": "Lies one level too deep, below a key of its own.",
  "enrollFactor question": "Lies one level too deep, below a key of its own.",
};

const byId = new Map(operations.map((operation) => [operation.definition.operationId, operation]));

/** Each example of a JSON request body of an operation that both documents have. */
function* requestExamples(published: any) {
  const resolve = (node: any): any =>
    node?.$ref
      ? resolve(
          node.$ref
            .slice(2)
            .split("/")
            .reduce((at: any, key: string) => at[key], published),
        )
      : node;
  for (const definition of Object.values<any>(published.paths).flatMap((item) => Object.values<any>(item))) {
    const operation = byId.get(definition?.operationId);
    if (!operation) continue;
    const { examples = {}, example } = resolve(definition.requestBody)?.content?.["application/json"] ?? {};
    for (const [name, named] of Object.entries(examples)) yield { operation, name, body: resolve(named).value };
    if (example !== undefined) yield { operation, name: "example", body: example };
  }
}

describe.runIf(file)("request examples that Okta publishes", () => {
  const check = checkOf(document);
  const found = file ? [...requestExamples(readYaml(join(dir, file)))] : [];
  const refused = found.flatMap(({ operation: { method, url, definition }, name, body }) => {
    const request = { method: method.toUpperCase(), path: url, headers: { "content-type": "application/json" }, body };
    const operation = `${request.method} ${url}`;
    const { findings } = check({ operation, request, response: { status: 200, headers: {} } });
    const isRefused = findings.some(({ where, kind }) => where === "request" && kind === "violation");
    return isRefused ? [`${definition.operationId} ${name}`] : [];
  });

  test("are valid requests, apart from those that are mistaken", () => {
    expect(found.length).toBeGreaterThan(150);
    expect(refused.sort()).toEqual(Object.keys(MISTAKEN).sort());
  });
});
