import { isObject, type Obj } from "../../../openapi/document.ts";
import { objectBody } from "../engine/create-resource.ts";
import { objectIn, textAt, without } from "../engine/fill.ts";
import { USERS } from "../engine/paths.ts";
import type { At, Context, Handler } from "../engine/resource-store.ts";
import { json } from "../engine/respond.ts";
import { ApiError, type MockResponse } from "../http.ts";
import { isPassword, keepPassword, passwordFault } from "./passwords.ts";
import { moveUserOf } from "./user-lifecycle.ts";

/** Changes of passwords and recovery questions; neither a password nor an answer is shown. */

const normalized = (text: string) => text.trim().toLowerCase();

/** Keeps the answer to a recovery question. @param credentials that were sent */
export function keepAnswer({ store, path }: At, credentials: unknown): void {
  const answer = textAt(credentials, "recovery_question", "answer");
  if (answer !== undefined) store.data.hiddenOf(path)["answer"] = normalized(answer);
}

/** Puts the user back, and responds with the credentials. */
function credentialsChanged({ store, call }: Context, user: Obj, { id }: At): MockResponse {
  store.put(USERS, id, user);
  return json(call, store, without(objectIn(user, "credentials"), "emails"));
}

/** @throws ApiError 403 with the code for a new password that does not fit the policy */
function setPassword(user: Obj, at: At, value: string | undefined, code: string): void {
  const { store, id } = at;
  const fault = passwordFault(store, id, value);
  if (fault !== undefined) throw new ApiError(403, code, undefined, [fault]);
  user["passwordChanged"] = user["lastUpdated"];
  store.data.passwords.add(id);
  keepPassword(at, value);
  objectIn(user, "credentials")["password"] ??= {};
}

export const changePassword: Handler = (context) => {
  const { user, at } = moveUserOf(context, "change_password");
  if (!context.store.data.passwords.has(at.id)) throw new ApiError(403, "E0000035");
  const body = objectBody(context.call);
  if (!isPassword(at, textAt(body, "oldPassword", "value"))) throw new ApiError(403, "E0000014");
  setPassword(user, at, textAt(body, "newPassword", "value"), "E0000014");
  return credentialsChanged(context, user, at);
};

export const changeQuestion: Handler = (context) => {
  const { user, at } = moveUserOf(context, "change_recovery_question");
  if (!context.store.data.passwords.has(at.id)) throw new ApiError(403, "E0000036");
  const body = objectBody(context.call);
  if (!isPassword(at, textAt(body, "password", "value"))) throw new ApiError(403, "E0000014");
  setQuestion(user, at, body);
  return credentialsChanged(context, user, at);
};

function setQuestion(user: Obj, at: At, sent: Obj): void {
  const question = textAt(sent, "recovery_question", "question");
  if (question === undefined) return;
  objectIn(user, "credentials")["recovery_question"] = { question };
  keepAnswer(at, sent);
}

/**
 * A new password for the answer to the recovery question.
 *
 * @param sendLink what happens without a password in the body
 */
export const forgotPassword =
  (sendLink: Handler): Handler =>
  (context) => {
    const body = objectBody(context.call);
    if (!isObject(body["password"])) return sendLink(context);
    const { user, at } = moveUserOf(context, "forgot_password");
    if (textAt(user, "credentials", "recovery_question", "question") === undefined) {
      throw new ApiError(403, "E0000034");
    }
    const expected = textAt(context.store.data.hidden.get(at.path), "answer");
    const answer = normalized(textAt(body, "recovery_question", "answer") ?? "");
    if (answer === "" || (expected !== undefined && answer !== expected)) throw new ApiError(403, "E0000087");
    setPassword(user, at, textAt(body, "password", "value"), "E0000080");
    setQuestion(user, at, body);
    return credentialsChanged(context, user, at);
  };
