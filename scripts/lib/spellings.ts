/** Where Okta's own documentation names a path parameter otherwise: paths of that start, our name, Okta's name. */
const SPELLINGS: [start: RegExp, ours: string, theirs: string][] = [
  [/^apps\/\{appId\}\/features\/\{name\}/, "name", "featureName"],
  [/^groups\/rules\/\{ruleId\}/, "ruleId", "groupRuleId"],
  [/^(groups\/\{groupId\}|users\/\{userId\})\/roles\/\{roleId\}/, "roleId", "roleAssignmentId"],
  [/\/targets\/catalog\/apps\/\{appName\}\/\{applicationId\}/, "applicationId", "appId"],
  [/^idps\/.*credentials\/keys\/\{keyId\}/, "keyId", "kid"],
  [/^idps\/\{idpId\}\/credentials\/csrs\/\{csrId\}/, "csrId", "idpCsrId"],
  [/^roles\/\{roleTypeOrRoleId\}/, "roleTypeOrRoleId", "roleRef"],
  [/^users\/\{associatedUserId\}/, "associatedUserId", "userIdOrLogin"],
  [/^users\/\{userId\}\/linkedObjects/, "userId", "userIdOrLogin"],
  [/^users\/\{userId\}(\/appLinks|\/groups|\/idps|\/lifecycle\/\w+)?$/, "userId", "id"],
  [/^meta\/schemas\/apps\/\{appInstanceId\}/, "appInstanceId", "appId"],
];

/** A path as Okta's documentation spells it; `undefined` where it spells it as we do. */
export function oktaSpelling(url: string): string | undefined {
  const path = url.replace("/api/v1/", "");
  const spelled = SPELLINGS.filter(([start]) => start.test(path)).reduce(
    (text, [, ours, theirs]) => text.replace(`{${ours}}`, `{${theirs}}`),
    url,
  );
  return spelled === url ? undefined : spelled;
}
