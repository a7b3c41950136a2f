import { isObject } from "../../../openapi/document.ts";
import { oktaId, randomText } from "../../responses/ids.ts";
import { fill, textAt } from "../engine/fill.ts";
import { link } from "../engine/links.ts";
import { APPS, BRANDS, ORG, parentOf, USERS } from "../engine/paths.ts";
import type { Behaviour, Context, Handler, ResourceStore } from "../engine/resource-store.ts";
import { done, json } from "../engine/respond.ts";
import { ApiError, invalid } from "../http.ts";
import { type Image, readImage } from "./images.ts";

/** Brands with their themes, images and email templates. */

const TEMPLATES = `${BRANDS}/{brandId}/templates/email`;
const CUSTOMIZATIONS = `${TEMPLATES}/{templateName}/customizations`;
const THEMES = `${BRANDS}/{brandId}/themes`;

const homeApp = (store: ResourceStore) =>
  [...store.list(store.collectionAt(APPS), APPS)].find(([, app]) => app["name"] === "okta_enduser")?.[0] ?? null;

export const brands: Behaviour = {
  prefix: "bnd",
  unique: [["name"]],
  taken: () => new ApiError(409, "E0000202"),
  retains: ["name"],
  sortedBy: ({ isDefault }) => (isDefault === true ? "0" : "1"),
  check({ customPrivacyPolicyUrl: url }, { body, previous }) {
    if (url == null || url === previous?.["customPrivacyPolicyUrl"] || body["agreeToCustomPrivacyPolicy"] === true) {
      return;
    }
    throw invalid("agreeToCustomPrivacyPolicy", ["agreeToCustomPrivacyPolicy: Must be true for a policy of your own."]);
  },
  initial: ({ data }) => {
    const hasDefault = [...data.collection(BRANDS).values()].some((brand) => brand["isDefault"] === true);
    return hasDefault ? [] : [{ id: oktaId("bnd"), name: "org", isDefault: true }];
  },
  complete(brand, { store, previous }) {
    if (previous) brand["isDefault"] = previous["isDefault"];
    fill(brand, {
      removePoweredByOkta: false,
      customPrivacyPolicyUrl: null,
      agreeToCustomPrivacyPolicy: false,
      isDefault: false,
      defaultApp: {
        appInstanceId: previous ? null : homeApp(store),
        appLinkName: null,
        classicApplicationUri: null,
      },
    });
  },
  links: (brand, { path }) => ({
    themes: link(`${path}/themes`, "GET"),
    self: link(path, ...["GET", "PUT", ...(brand["isDefault"] === true ? [] : ["DELETE"])]),
  }),
  q: { in: ["name"], anywhere: true },
  embeds: {
    themes: (_, { store, path }) => {
      const collection = store.collectionAt(THEMES);
      return {
        themes: [...store.list(collection, `${path}/themes`)].map(([id, theme]) => ({
          ...theme,
          _links: themes.links!(theme, store.at(collection, `${path}/themes`, id), true),
        })),
      };
    },
    domains: (_, { store, id }) => ({
      domains: [...store.data.collection("/api/v1/domains").values()].filter((domain) => domain["brandId"] === id),
    }),
    emailDomain: () => ({ emailDomain: null }),
  },
};

const COLORS = ["primaryColorHex", "primaryColorContrastHex", "secondaryColorHex", "secondaryColorContrastHex"];

export const themes: Behaviour = {
  prefix: "the",
  check(theme) {
    const wrong = COLORS.find((name) => theme[name] !== undefined && !/^#[0-9a-f]{6}$/i.test(String(theme[name])));
    if (wrong !== undefined) throw invalid(wrong, [`${wrong}: Must be # and six hexadecimal digits.`]);
  },
  initial: () => [{ id: oktaId("the") }],
  complete(theme, { previous }) {
    for (const name of ["logo", "favicon", "backgroundImage"]) theme[name] ??= previous?.[name];
    fill(theme, {
      logo: `${ORG}/assets/img/logos/okta-logo.png`,
      favicon: `${ORG}/favicon.ico`,
      backgroundImage: null,
      primaryColorHex: "#1662dd",
      primaryColorContrastHex: "#000000",
      secondaryColorHex: "#ebebed",
      secondaryColorContrastHex: "#000000",
      signInPageTouchPointVariant: "OKTA_DEFAULT",
      endUserDashboardTouchPointVariant: "OKTA_DEFAULT",
      errorPageTouchPointVariant: "OKTA_DEFAULT",
      emailTemplateTouchPointVariant: "OKTA_DEFAULT",
      loadingPageTouchPointVariant: "OKTA_DEFAULT",
    });
  },
  links: (_, { path }) => ({
    favicon: link(`${path}/favicon`, "POST", "DELETE"),
    self: link(path, "GET", "PUT"),
    logo: link(`${path}/logo`, "POST", "DELETE"),
    "background-image": link(`${path}/background-image`, "POST", "DELETE"),
  }),
};

interface ThemeImage {
  /** Of the theme. */
  property: string;
  /** What the property is without an image of one's own. */
  standard: string | null;
  types: string[];
  /** In bytes. */
  below: number;
}

const PICTURES = ["image/png", "image/jpeg", "image/gif"];

/** Images of a theme, by the word in their path. */
const IMAGES: Record<string, ThemeImage> = {
  logo: { property: "logo", standard: `${ORG}/assets/img/logos/okta-logo.png`, types: PICTURES, below: 100_000 },
  favicon: {
    property: "favicon",
    standard: `${ORG}/favicon.ico`,
    types: ["image/png", "image/x-icon"],
    below: Infinity,
  },
  "background-image": { property: "backgroundImage", standard: null, types: PICTURES, below: 2_000_000 },
};

/** Width and height of a favicon, at most. */
const ICON = 512;

/** @throws ApiError 400 for a file that is no image, or none that Okta takes here */
function checkImage(image: Image | undefined, { types, below, property }: ThemeImage): void {
  if (!image || !types.includes(image.type)) {
    throw invalid("file", [`file: The image is none of these: ${types.join(", ")}.`]);
  }
  if (image.bytes >= below) throw invalid("file", [`file: The image must have less than ${below} bytes.`]);
  const { width, height } = image;
  if (property !== "favicon" || width === undefined || height === undefined) return;
  if (width !== height || width > ICON) {
    throw invalid("file", [`file: The image must be square, and ${ICON} pixels wide at most.`]);
  }
}

function setImage({ store, place }: Context, property: string, url: string | null): void {
  const list = parentOf(parentOf(place.path));
  const id = place.params["themeId"]!;
  const theme = store.resource(store.collectionAt(THEMES), { list, id });
  store.put(list, id, { ...theme, [property]: url });
}

const upload =
  (word: string): Handler =>
  (context) => {
    const { store, call } = context;
    const kind = IMAGES[word]!;
    checkImage(readImage(call.body, call.headers["content-type"]), kind);
    const url = `${ORG}/fs/bcg/4/${randomText(20)}`;
    setImage(context, kind.property, url);
    return json(call, store, { url }, call.operation.response("201") ? 201 : 200);
  };

const removeImage =
  (word: string): Handler =>
  (context) => {
    const { property, standard } = IMAGES[word]!;
    setImage(context, property, standard);
    return done(context.call, context.store);
  };

/** Templates of Okta's emails, and the subject of each. */
const EMAILS: [name: string, subject: string][] = [
  ["UserActivation", "Welcome to ${org.name}!"],
  ["ForgotPassword", "Reset your password for ${org.name}"],
  ["AccountLockout", "Your account at ${org.name} is locked"],
  ["ADForgotPassword", "Reset your Windows password for ${org.name}"],
  ["ADForgotPasswordDenied", "Your password reset at ${org.name} was denied"],
  ["ADSelfServiceUnlock", "Unlock your Windows account for ${org.name}"],
  ["ADUserActivation", "Welcome to ${org.name}!"],
  ["AuthenticatorEnrolled", "A security method was set up at ${org.name}"],
  ["AuthenticatorReset", "A security method was reset at ${org.name}"],
  ["ChangeEmailConfirmation", "Your email address at ${org.name} was changed"],
  ["EmailChallenge", "Sign in to ${org.name}"],
  ["EmailChangeConfirmation", "Confirm your new email address for ${org.name}"],
  ["EmailFactorVerification", "Confirm your email address for ${org.name}"],
  ["FactorEnrollment", "A factor was set up at ${org.name}"],
  ["FactorReset", "A factor was reset at ${org.name}"],
  ["LDAPForgotPassword", "Reset your LDAP password for ${org.name}"],
  ["LDAPForgotPasswordDenied", "Your password reset at ${org.name} was denied"],
  ["LDAPSelfServiceUnlock", "Unlock your LDAP account for ${org.name}"],
  ["LDAPUserActivation", "Welcome to ${org.name}!"],
  ["MyAccountChangeConfirmation", "Your account at ${org.name} was changed"],
  ["NewSignOnNotification", "A new sign-in to ${org.name}"],
  ["OktaVerifyActivation", "Set up Okta Verify for ${org.name}"],
  ["PasswordChanged", "Your password at ${org.name} was changed"],
  ["PasswordResetByAdmin", "Your password at ${org.name} was reset"],
  ["PendingEmailChange", "A change of your email address waits at ${org.name}"],
  ["RegistrationActivation", "Activate your account at ${org.name}"],
  ["RegistrationEmailVerification", "Confirm your email address for ${org.name}"],
  ["SelfServiceUnlock", "Unlock your account at ${org.name}"],
  ["SelfServiceUnlockOnUnlockedAccount", "Your account at ${org.name} is not locked"],
];

const templateLinks = (path: string) => ({
  self: link(path, "GET"),
  settings: link(`${path}/settings`, "GET", "PUT"),
  defaultContent: link(`${path}/default-content`, "GET"),
  test: link(`${path}/test`, "POST"),
  customizations: link(`${path}/customizations`, "GET", "POST", "DELETE"),
});

export const emailTemplates: Behaviour = {
  initial: () => EMAILS.map(([name]) => ({ name })),
  links: (_, { path }) => templateLinks(path),
  embeds: {
    settings: (_, { path }) => ({
      settings: { recipients: "ALL_USERS", _links: { self: link(`${path}/settings`, "GET", "PUT") } },
    }),
    customizationCount: (_, { store, path }) => ({
      customizationCount: store.data.collections.get(`${path}/customizations`)?.size ?? 0,
    }),
  },
};

export const emailCustomizations: Behaviour = {
  prefix: "oel",
  check(customization, { store, list, id, previous }) {
    const blank = ["subject", "body"].find((name) => !textAt(customization, name)?.trim());
    if (blank !== undefined) throw invalid(blank, [`${blank}: The field cannot be left blank`]);
    const isSecond = [...store.data.collection(list).values()].some((other) => other["isDefault"] === true);
    if (!previous && customization["isDefault"] === true && isSecond) throw new ApiError(409, "E0000182");
    const same = [...store.data.collection(list)].some(
      ([otherId, other]) => otherId !== id && other["language"] === customization["language"],
    );
    if (same) {
      throw new ApiError(409, "E0000183");
    }
  },
  complete(customization, { store, list, id, previous }) {
    const now = store.now();
    const others = [...store.data.collection(list)].filter(([otherId]) => otherId !== id);
    if (!others.some(([, other]) => other["isDefault"] === true)) {
      if (previous?.["isDefault"] === true && customization["isDefault"] === false) {
        throw new ApiError(409, "E0000185");
      }
      customization["isDefault"] = true;
    }
    fill(customization, { isDefault: false, created: now, lastUpdated: now });
  },
  written(customization, { store, list, id }) {
    if (customization["isDefault"] !== true) return;
    for (const [otherId, other] of store.data.collection(list)) {
      if (otherId !== id && other["isDefault"] === true) store.put(list, otherId, { ...other, isDefault: false });
    }
  },
  remove(customization, { store, list }) {
    if (customization["isDefault"] === true && store.data.collection(list).size > 1) {
      throw new ApiError(409, "E0000184");
    }
  },
  links: (customization, { list, path }) => ({
    preview: link(`${path}/preview`, "GET"),
    template: link(parentOf(list), "GET"),
    self: link(path, ...["GET", "PUT", ...(customization["isDefault"] === true ? [] : ["DELETE"])]),
    test: link(`${parentOf(list)}/test`, "POST"),
  }),
};

/** What a template says where nobody has customized it. */
function defaultContent(name: string): { subject: string; body: string } {
  const subject = EMAILS.find(([known]) => known === name)?.[1] ?? "A message from ${org.name}";
  return {
    subject,
    body:
      "<!DOCTYPE html>\n<html>\n<body>\n<p>Hi ${user.profile.firstName},</p>\n" +
      `<p>${subject}.</p>\n<p>You sign in as \${user.profile.login} at <a href="\${baseURL}">\${org.name}</a>.</p>\n` +
      "</body>\n</html>\n",
  };
}

/** A text with the values of the org and of a user in the place of its variables. */
function filledIn(store: ResourceStore, text: string, base: string): string {
  const [user] = store.data.collection(USERS).values();
  const profile = isObject(user?.["profile"]) ? user["profile"] : {};
  const org = store.data.single.get("/api/v1/org");
  const values: Record<string, unknown> = {
    "org.name": textAt(org, "companyName") ?? "org",
    baseURL: base,
    ...Object.fromEntries(Object.entries(profile).map(([name, value]) => [`user.profile.${name}`, value])),
  };
  return text.replace(/\$!?\{([\w.]+)\}/g, (found, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : found,
  );
}

const content =
  (preview: boolean): Handler =>
  ({ store, call, place }) => {
    const name = place.params["templateName"]!;
    const template = place.path.replace(/\/default-content.*$/, "");
    const { subject, body } = defaultContent(name);
    const path = `${template}/default-content`;
    const links = { template: link(template, "GET"), test: link(`${template}/test`, "POST") };
    if (!preview) {
      return json(call, store, {
        subject,
        body,
        _links: { self: link(path, "GET"), preview: link(`${path}/preview`, "GET"), ...links },
      });
    }
    return json(call, store, {
      subject: filledIn(store, subject, call.base),
      body: filledIn(store, body, call.base),
      _links: { self: link(`${path}/preview`, "GET"), content: link(path, "GET"), ...links },
    });
  };

const previewCustomization: Handler = ({ store, call, place }) => {
  const path = parentOf(place.path);
  const list = parentOf(path);
  const id = place.params["customizationId"]!;
  const { subject, body } = store.resource(store.collectionAt(CUSTOMIZATIONS), { list, id });
  return json(call, store, {
    subject: filledIn(store, String(subject), call.base),
    body: filledIn(store, String(body), call.base),
    _links: {
      self: link(place.path, "GET"),
      content: link(path, "GET"),
      template: link(parentOf(list), "GET"),
      test: link(`${parentOf(list)}/test`, "POST"),
    },
  });
};

/** No email is sent; what was asked for is checked. */
const sendTest: Handler = ({ store, call, place }) => {
  const id = isObject(call.body) ? call.body["customizationId"] : undefined;
  if (typeof id === "string") {
    const list = `${parentOf(place.path)}/customizations`;
    store.resource(store.collectionAt(CUSTOMIZATIONS), { list, id });
  }
  return done(call, store);
};

export const brandHandlers: Record<string, Handler> = {
  ...Object.fromEntries(
    Object.keys(IMAGES).flatMap((word) => [
      [`POST ${THEMES}/{themeId}/${word}`, upload(word)],
      [`DELETE ${THEMES}/{themeId}/${word}`, removeImage(word)],
    ]),
  ),
  [`GET ${TEMPLATES}/{templateName}/default-content`]: content(false),
  [`GET ${TEMPLATES}/{templateName}/default-content/preview`]: content(true),
  [`GET ${CUSTOMIZATIONS}/{customizationId}/preview`]: previewCustomization,
  [`POST ${TEMPLATES}/{templateName}/test`]: sendTest,
};
