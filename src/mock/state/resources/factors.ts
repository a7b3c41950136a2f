import { randomInt } from "node:crypto";
import { isObject, type Obj } from "../../../openapi/document.ts";
import { oktaId, randomText } from "../../responses/ids.ts";
import { hotp, totpSecret, totpStep } from "../crypto/totp.ts";
import { fill, objectAt, objectIn, textAt, without } from "../engine/fill.ts";
import { link } from "../engine/links.ts";
import { ORG, parentOf, pathOf, USERS } from "../engine/paths.ts";
import type { At, Behaviour, Change, Context, Handler } from "../engine/resource-store.ts";
import { json, present } from "../engine/respond.ts";
import { addResource, objectBody } from "../engine/create-resource.ts";
import { ApiError, invalid, type MockResponse, notFound } from "../http.ts";
import { PROVIDERS, QUESTIONS } from "./factor-kinds.ts";
import { mostAttempts } from "./passwords.ts";
import { isTyped, seedOf, serialOf, typedCode } from "./tokens.ts";

/** Factors of users: enrollment, activation and verification, with secrets and passcodes that belong together. */

const FACTORS = `${USERS}/{userId}/factors`;
/** Factors whose passcode Okta sends. */
const SENT = new Set(["call", "email", "sms"]);
const MINUTES = 60_000;
/** The header of a response that would else be a text message, a call or an email. */
const PASSCODE = "x-mock-passcode";

const PREFIXES: Record<string, string> = {
  call: "clf",
  email: "emf",
  push: "opf",
  question: "ufs",
  signed_nonce: "crp",
  sms: "mbl",
  token: "rsf",
  "token:hardware": "ykf",
  "token:hotp": "hot",
  "token:software:totp": "ost",
  u2f: "fuf",
  web: "dsf",
  webauthn: "fwf",
};

const KNOWN_PROVIDERS = new Set(Object.values(PROVIDERS).flat());
const PHONE = /^\+?(?:[\s().-]*\d){5,15}(?:\s*(?:x|ext\.?)\s*\d+)?$/i;

const refuseEnrollment = (cause: string) => invalid("factorEnrollRequest", [cause]);

const kindOf = (factor: Obj) => String(factor["factorType"]);
const wrongCode = () =>
  new ApiError(403, "E0000068", undefined, ["Your answer doesn't match our records. Please try again."]);
const usedCode = () => new ApiError(403, "E0000082");
const lateCode = () => new ApiError(403, "E0000083");

/** @throws ApiError 400 for a kind or provider that there is not, or a second factor of the kind */
function check(factor: Obj, { store, list, body, query, previous }: Change): void {
  const kind = kindOf(factor);
  const providers = PROVIDERS[kind];
  if (!providers) throw refuseEnrollment("Invalid Factor Type.");
  const provider = String(factor["provider"] ?? providers[0]);
  if (!KNOWN_PROVIDERS.has(provider)) throw refuseEnrollment("Invalid Provider.");
  if (!providers.includes(provider)) throw refuseEnrollment("Factor not enabled.");
  if (previous) return;
  checkProfile(kind, objectAt(body, "profile"));
  if (isTyped(kind) && typedCode(body) === undefined) {
    throw invalid("verify.passCode", ["verify.passCode: The field cannot be left blank"]);
  }
  const same = [...store.data.collection(list).entries()].find(
    ([, one]) => one["factorType"] === kind && (one["provider"] ?? "OKTA") === provider,
  );
  if (!same || kind === "webauthn" || kind === "u2f") return;
  const replaces = same[1]["status"] === "PENDING_ACTIVATION" || query?.get("updatePhone") === "true";
  if (!replaces) throw refuseEnrollment("A factor of this type is already set up.");
  store.remove(list, same[0]);
}

function checkProfile(kind: string, profile: Obj): void {
  if ((kind === "sms" || kind === "call") && typeof profile["phoneNumber"] !== "string") {
    throw invalid("profile.phoneNumber", ["profile.phoneNumber: The field cannot be left blank"]);
  }
  if (kind === "sms" || kind === "call") {
    if (!PHONE.test(String(profile["phoneNumber"]))) throw new ApiError(400, "E0000098");
  }
  const extension = profile["phoneExtension"];
  if (extension != null && !/^[\d\s,;*#]{0,15}$/.test(String(extension))) throw new ApiError(400, "E0000121");
  if (kind === "question" && (typeof profile["answer"] !== "string" || profile["answer"].length < 4)) {
    throw invalid("profile.answer", ["profile.answer: The answer has to be 4 characters long at least"]);
  }
}

/** Whether an enrollment proves that its user has the factor. */
const isEnrolledAtOnce = (kind: string, body: Obj): boolean =>
  kind === "question" ||
  (isTyped(kind) && typedCode(body) !== undefined) ||
  (kind === "token:hotp" && seedOf(body) !== undefined);

function complete(factor: Obj, change: Change): void {
  const { store, query, body, path, previous } = change;
  const now = store.now();
  const kind = kindOf(factor);
  const provider = String(factor["provider"] ?? PROVIDERS[kind]?.[0] ?? "OKTA");
  const isActive = isEnrolledAtOnce(kind, body) || query?.get("activate") === "true";
  fill(factor, {
    provider,
    vendorName: provider,
    status: isActive ? "ACTIVE" : "PENDING_ACTIVATION",
    created: now,
    lastUpdated: now,
  });
  if (previous || body === factor) return;
  const hidden = store.data.hiddenOf(path);
  keepSecrets(factor, change, hidden);
  const activation = isActive ? undefined : activationOf(factor, change, hidden);
  if (activation) factor["_embedded"] = { activation };
}

/** Makes or keeps what a later verification compares with, and does not show it. */
function keepSecrets(factor: Obj, change: Change, hidden: Obj): void {
  const profile = () => objectIn(factor, "profile");
  switch (kindOf(factor)) {
    case "question":
      hidden["answer"] = objectIn(change.body, "profile")["answer"];
      profile()["questionText"] = QUESTIONS[String(profile()["question"])] ?? String(profile()["question"]);
      delete profile()["answer"];
      break;
    case "token:software:totp":
      hidden["secret"] = totpSecret();
      break;
    case "token:hotp":
      Object.assign(hidden, { secret: seedOf(change.body) ?? totpSecret(20), counter: 0 });
      break;
    case "token:hardware":
      fill(profile(), { credentialId: serialOf(typedCode(change.body) ?? "") ?? null });
      break;
    case "email":
      fill(profile(), { email: emailOf(change) });
  }
}

const emailOf = ({ store, list }: Change) =>
  textAt(store.get(USERS, parentOf(list).split("/").at(-1)!), "profile", "email") ?? null;

/** What a client needs to complete the enrollment. */
function activationOf(factor: Obj, { store, path }: Change, hidden: Obj): Obj | undefined {
  const qrcode = { href: `${ORG}${path}/qr/${randomText(27)}`, type: "image/png" };
  switch (kindOf(factor)) {
    case "token:software:totp":
      return {
        timeStep: 30,
        sharedSecret: hidden["secret"],
        encoding: "base32",
        keyLength: 16,
        _links: { qrcode },
      };
    case "token:hotp":
      return { sharedSecret: hidden["secret"], encoding: "base32", keyLength: 32 };
    case "push":
      return {
        expiresAt: store.now(5 * MINUTES),
        factorResult: "WAITING",
        _links: {
          send: [
            { name: "email", ...link(`${path}/lifecycle/activate/email`, "POST") },
            { name: "sms", ...link(`${path}/lifecycle/activate/sms`, "POST") },
          ],
          qrcode,
        },
      };
    case "webauthn":
      return {
        attestation: "direct",
        authenticatorSelection: { userVerification: "optional", requireResidentKey: false },
        challenge: randomText(20),
        excludeCredentials: [],
        pubKeyCredParams: [
          { type: "public-key", alg: -7 },
          { type: "public-key", alg: -257 },
        ],
        u2fParams: { appid: ORG },
        rp: { name: textAt(store.data.single.get("/api/v1/org"), "companyName") ?? "org" },
        user: webauthnUser(store.get(USERS, parentOf(parentOf(path)).split("/").at(-1)!)),
      };
    case "u2f":
      return { version: "U2F_V2", appId: ORG, nonce: randomText(20), timeoutSeconds: 20 };
  }
  return undefined;
}

const webauthnUser = (user: Obj | undefined): Obj => ({
  id: user?.["id"],
  name: textAt(user, "profile", "login"),
  displayName: [textAt(user, "profile", "firstName"), textAt(user, "profile", "lastName")].filter(Boolean).join(" "),
});

function links(factor: Obj, { list, path }: At): Obj {
  const kind = kindOf(factor);
  const isPending = factor["status"] === "PENDING_ACTIVATION";
  return {
    ...(isPending && SENT.has(kind) && { resend: [{ name: kind, ...link(`${path}/resend`, "POST") }] }),
    ...(isPending && kind === "push" && { poll: link(`${path}/lifecycle/activate/poll`, "POST") }),
    ...(isPending && kind !== "push" && { activate: link(`${path}/lifecycle/activate`, "POST") }),
    ...(kind === "question" && { questions: link(`${list}/questions`, "GET") }),
    ...(!isPending && { verify: link(`${path}/verify`, "POST") }),
    self: link(path, "GET", "DELETE"),
    user: link(parentOf(list), "GET"),
  };
}

export const factors: Behaviour = {
  newId: ({ body }) => oktaId(PREFIXES[String(body["factorType"])] ?? "fct"),
  keeps: ["vendorName"],
  check,
  complete,
  links,
  /** Those that can be used come before those that are not activated yet. */
  sortedBy: ({ status }) => (status === "ACTIVE" ? "0" : "1"),
  remove(_, { store, list }) {
    const user = store.get(USERS, parentOf(list).slice(USERS.length + 1));
    if (user?.["status"] === "DEPROVISIONED") throw new ApiError(403, "E0000038");
  },
  show(factor) {
    if (factor["status"] !== "PENDING_ACTIVATION") delete factor["_embedded"];
  },
};

interface Verification extends Context {
  path: string;
  list: string;
  id: string;
  factor: Obj;
  hidden: Obj;
  body: Obj;
}

function verificationOf(context: Context): Verification {
  const { store, call, place } = context;
  const list = pathOf(FACTORS, place.params["userId"]!);
  const id = place.params["factorId"]!;
  const path = `${list}/${id}`;
  const factor = store.resource(store.collectionAt(FACTORS), { list, id });
  return { ...context, list, id, path, factor, hidden: store.data.hiddenOf(path), body: objectBody(call) };
}

/** A new passcode for a message that is not sent. */
function sendPasscode({ store, call, hidden }: Verification): Record<string, string> {
  const seconds = Number(call.query?.get("tokenLifetimeSeconds") ?? 300);
  hidden["passCode"] = String(randomInt(1_000_000)).padStart(6, "0");
  hidden["expiresAt"] = store.clock.now() + seconds * 1000;
  return { [PASSCODE]: String(hidden["passCode"]) };
}

/** Whether a call proves that its user has the factor. @throws ApiError 403 when it proves the contrary */
function proves(verification: Verification): boolean {
  const { store, factor, hidden, body } = verification;
  const passCode = body["passCode"] === undefined ? undefined : String(body["passCode"]);
  const now = store.clock.now();
  switch (kindOf(factor)) {
    case "question":
      return provesAnswer(hidden, String(body["answer"] ?? ""));
    case "token:software:totp":
      return provesTime(hidden, passCode, now);
    case "token:hotp":
      return provesCounter(hidden, passCode);
    case "call":
    case "email":
    case "sms":
      return provesMessage(hidden, passCode, now);
    case "webauthn":
    case "u2f":
      return ["attestation", "registrationData", "clientData"].some((name) => body[name] !== undefined);
    default:
      // Only the maker of a hardware token knows its passcodes.
      return passCode !== undefined && passCode !== "";
  }
}

function provesAnswer(hidden: Obj, answer: string): boolean {
  const normalized = (text: string) => text.trim().toLowerCase();
  const expected = hidden["answer"];
  return expected === undefined ? answer.trim() !== "" : normalized(answer) === normalized(String(expected));
}

/** A passcode is good for once. */
function provesTime(hidden: Obj, passCode: string | undefined, now: number): boolean {
  const step = totpStep(String(hidden["secret"] ?? ""), passCode ?? "", now);
  if (step === undefined) return false;
  if (Number(hidden["step"] ?? -1) >= step) throw usedCode();
  hidden["step"] = step;
  return true;
}

function provesMessage(hidden: Obj, passCode: string | undefined, now: number): boolean {
  if (passCode === undefined) return false;
  if (passCode === hidden["used"]) throw usedCode();
  if (passCode !== hidden["passCode"]) return false;
  if (now > Number(hidden["expiresAt"])) throw lateCode();
  hidden["used"] = passCode;
  delete hidden["passCode"];
  return true;
}

function provesCounter(hidden: Obj, passCode: string | undefined): boolean {
  const from = Number(hidden["counter"] ?? 0);
  for (let counter = from; counter < from + 10; counter += 1) {
    if (hotp(String(hidden["secret"] ?? ""), counter) !== passCode) continue;
    hidden["counter"] = counter + 1;
    return true;
  }
  for (let counter = Math.max(0, from - 10); counter < from; counter += 1) {
    if (hotp(String(hidden["secret"] ?? ""), counter) === passCode) throw usedCode();
  }
  return false;
}

const activate: Handler = (context) => {
  const verification = verificationOf(context);
  const { store, call, list, id, factor } = verification;
  if (factor["status"] === "ACTIVE") throw invalid("factor", ["The factor is active already."]);
  if (kindOf(factor) !== "push" && !proves(verification)) throw wrongCode();
  const resource: Obj = { ...without(factor, "_embedded"), status: "ACTIVE", lastUpdated: store.now() };
  store.put(list, id, resource);
  return json(call, store, present(store, store.collectionAt(FACTORS), { list, id, resource }, call));
};

const verify: Handler = (context) => {
  const verification = verificationOf(context);
  const { store, call, factor, body, path } = verification;
  if (factor["status"] !== "ACTIVE") throw invalid("factor", ["The factor is not active."]);
  const kind = kindOf(factor);
  if (kind === "push") return startPush(verification);
  const asks = !["passCode", "answer", "clientData"].some((name) => body[name] !== undefined);
  if (asks && (SENT.has(kind) || kind === "webauthn" || kind === "u2f")) {
    const headers = SENT.has(kind) ? sendPasscode(verification) : {};
    return json(call, store, challenge(factor, path), 200, headers);
  }
  attempt(verification);
  return json(call, store, { factorResult: "SUCCESS" });
};

/** @throws ApiError 403 for a wrong code, and for any once too many in a row have locked the user out */
function attempt(verification: Verification): void {
  const { store, place } = verification;
  const id = place.params["userId"]!;
  const user = store.require(USERS, id);
  const hidden = store.data.hiddenOf(pathOf(`${USERS}/{userId}`, id));
  if (user["status"] === "LOCKED_OUT") throw new ApiError(403, "E0000069");
  if (proves(verification)) {
    delete hidden["wrongCodes"];
    return;
  }
  const wrong = Number(hidden["wrongCodes"] ?? 0) + 1;
  hidden["wrongCodes"] = wrong;
  const most = mostAttempts(store, id);
  if (most === 0 || wrong < most) throw wrongCode();
  store.put(USERS, id, { ...user, status: "LOCKED_OUT", statusChanged: store.now() });
  throw new ApiError(403, "E0000069");
}

function challenge(factor: Obj, path: string): Obj {
  const isKey = !SENT.has(kindOf(factor));
  return {
    factorResult: "CHALLENGE",
    ...(isKey && {
      profile: factor["profile"] ?? {},
      _embedded: { challenge: { challenge: randomText(20), extensions: {} } },
    }),
    _links: { verify: link(`${path}/verify`, "POST"), factor: link(path, "GET", "DELETE") },
  };
}

/** A push waits for a phone that is not there: the second time that it is asked about, it was accepted. */
function startPush({ store, call, hidden, path }: Verification): MockResponse {
  const id = `v2mst.${randomText(22)}`;
  const expiresAt = store.now(5 * MINUTES);
  hidden["transactions"] = { ...(isObject(hidden["transactions"]) ? hidden["transactions"] : {}), [id]: 0 };
  const transaction = `${path}/transactions/${id}`;
  return json(
    call,
    store,
    {
      factorResult: "WAITING",
      expiresAt,
      _links: { poll: link(transaction, "GET"), cancel: link(transaction, "DELETE") },
    },
    call.operation.response("201") ? 201 : 200,
  );
}

const pollPush: Handler = (context) => {
  const { store, call, hidden, path } = verificationOf(context);
  const id = call.params["transactionId"]!;
  const transactions = isObject(hidden["transactions"]) ? hidden["transactions"] : {};
  const polled = Object.hasOwn(transactions, id) ? Number(transactions[id]) : undefined;
  if (polled === undefined) throw notFound(id, "FactorTransaction");
  transactions[id] = polled + 1;
  if (polled > 0) return json(call, store, { factorResult: "SUCCESS" });
  return json(call, store, {
    factorResult: "WAITING",
    expiresAt: store.now(5 * MINUTES),
    _links: { poll: link(`${path}/transactions/${id}`, "GET"), cancel: link(`${path}/transactions/${id}`, "DELETE") },
  });
};

/** What a user can enroll, and what is enrolled. */
const catalog: Handler = ({ store, call, place }) => {
  const list = pathOf(FACTORS, place.params["userId"]!);
  const enrolled = [...store.list(store.collectionAt(FACTORS), list).values()];
  const found = Object.entries(PROVIDERS).flatMap(([factorType, providers]) =>
    providers.map((provider) => {
      const own = enrolled.find((one) => one["factorType"] === factorType && (one["provider"] ?? "OKTA") === provider);
      return {
        factorType,
        provider,
        vendorName: provider,
        status: own?.["status"] ?? "NOT_SETUP",
        enrollment: "OPTIONAL",
        _links: {
          ...(factorType === "question" && { questions: link(`${list}/questions`, "GET") }),
          enroll: link(list, "POST"),
        },
      };
    }),
  );
  return json(call, store, found);
};

const questions: Handler = ({ store, call }) =>
  json(
    call,
    store,
    Object.entries(QUESTIONS).map(([question, questionText]) => ({ question, questionText })),
  );

/** Where a passcode would be sent, a header of the response says which one. */
const enroll: Handler = (context) => {
  const { store, call, place } = context;
  const collection = store.collectionAt(FACTORS);
  const list = place.path;
  const { id, resource } = addResource(store, collection, list, objectBody(call), { query: call.query });
  const isSent = SENT.has(kindOf(resource)) && resource["status"] === "PENDING_ACTIVATION";
  const params = { ...place.params, factorId: id };
  const headers = isSent ? sendPasscode(verificationOf({ ...context, place: { ...place, params } })) : {};
  return json(call, store, present(store, collection, { list, id, resource }, call), 200, headers);
};

export const factorHandlers: Record<string, Handler> = {
  [`POST ${FACTORS}`]: enroll,
  [`POST ${FACTORS}/{factorId}/lifecycle/activate`]: activate,
  [`POST ${FACTORS}/{factorId}/verify`]: verify,
  [`GET ${FACTORS}/{factorId}/transactions/{transactionId}`]: pollPush,
  [`GET ${FACTORS}/catalog`]: catalog,
  [`GET ${FACTORS}/questions`]: questions,
};
