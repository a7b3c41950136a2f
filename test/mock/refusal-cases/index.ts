import { appsCases } from "./apps.ts";
import { authenticatorsCases } from "./authenticators.ts";
import { serversCases } from "./authorization-servers.ts";
import { brandsCases } from "./brands.ts";
import { domainsCases } from "./domains.ts";
import { factorsCases } from "./factors.ts";
import { groupsCases } from "./groups.ts";
import { hooksCases } from "./hooks.ts";
import { identityProvidersCases } from "./identity-providers.ts";
import { orgCases } from "./org.ts";
import { policiesCases } from "./policies.ts";
import { rolesCases } from "./roles.ts";
import { schemasCases } from "./schemas.ts";
import { usersCases } from "./users.ts";
import type { Case } from "./fixtures.ts";

export { type Org, orgOf } from "./fixtures.ts";

/** Calls that are refused, as the document says of each operation. */
export const CASES: Case[] = [
  ...appsCases,
  ...authenticatorsCases,
  ...serversCases,
  ...brandsCases,
  ...domainsCases,
  ...hooksCases,
  ...groupsCases,
  ...rolesCases,
  ...schemasCases,
  ...identityProvidersCases,
  ...policiesCases,
  ...orgCases,
  ...usersCases,
  ...factorsCases,
];
