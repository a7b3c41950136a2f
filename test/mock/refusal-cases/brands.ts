import { type Case, V, customizations, mail, png, upload } from "./fixtures.ts";

export const brandsCases: Case[] = [
  [
    "PUT /brands/{brandId}",
    "E0000001",
    "comes without",
    async ({ ask }) => {
      const [brand] = (await ask(`GET ${V}/brands`)).body;
      return ask(`PUT ${V}/brands/${brand.id}`, { name: brand.name, customPrivacyPolicyUrl: "https://privacy.test" });
    },
  ],
  [
    "PUT /brands/{brandId}",
    "E0000202",
    "this name",
    async ({ ask }) => {
      const [one, other] = (await ask(`GET ${V}/brands`)).body;
      await ask(`PUT ${V}/brands/${one.id}`, { name: "One" });
      return ask(`PUT ${V}/brands/${other.id}`, { name: "One" });
    },
  ],
  [
    "POST /brands/{brandId}/templates/email/{templateName}/customizations",
    "E0000001",
    "is missing",
    async (org) => org.ask(`POST ${await customizations(org)}`, { language: "en", body: "Body" }),
  ],
  [
    "POST /brands/{brandId}/templates/email/{templateName}/customizations",
    "E0000182",
    "is the default",
    async (org) => {
      const list = await customizations(org);
      await org.ask(`POST ${list}`, mail("en"));
      return org.ask(`POST ${list}`, mail("de", { isDefault: true }));
    },
  ],
  [
    "POST /brands/{brandId}/templates/email/{templateName}/customizations",
    "E0000183",
    "this language",
    async (org) => {
      const list = await customizations(org);
      await org.ask(`POST ${list}`, mail("en"));
      return org.ask(`POST ${list}`, mail("en"));
    },
  ],
  ...(
    [
      ["E0000001", "is missing", { subject: undefined }],
      ["E0000185", "is false", { isDefault: false }],
      ["E0000183", "this language", { language: "de" }],
    ] as const
  ).map(([code, when, change]): Case => [
    "PUT /brands/{brandId}/templates/email/{templateName}/customizations/{customizationId}",
    code,
    when,
    async (org) => {
      const list = await customizations(org);
      const { id } = (await org.ask(`POST ${list}`, mail("en"))).body;
      await org.ask(`POST ${list}`, mail("de"));
      return org.ask(`PUT ${list}/${id}`, mail("en", change));
    },
  ]),
  [
    "DELETE /brands/{brandId}/templates/email/{templateName}/customizations/{customizationId}",
    "E0000184",
    "default",
    async (org) => {
      const list = await customizations(org);
      const { id } = (await org.ask(`POST ${list}`, mail("en"))).body;
      await org.ask(`POST ${list}`, mail("de"));
      return org.ask(`DELETE ${list}/${id}`);
    },
  ],
  [
    "PUT /brands/{brandId}/themes/{themeId}",
    "E0000001",
    "color",
    async ({ ask }) => {
      const [brand] = (await ask(`GET ${V}/brands`)).body;
      const [theme] = (await ask(`GET ${V}/brands/${brand.id}/themes`)).body;
      return ask(`PUT ${V}/brands/${brand.id}/themes/${theme.id}`, { ...theme, primaryColorHex: "red" });
    },
  ],
  [
    "POST /brands/{brandId}/themes/{themeId}/background-image",
    "E0000001",
    "2 MB",
    (org) => upload(org, "background-image", png(1, 1, 2_000_000)),
  ],
  [
    "POST /brands/{brandId}/themes/{themeId}/favicon",
    "E0000001",
    "square",
    (org) => upload(org, "favicon", png(16, 32)),
  ],
  [
    "POST /brands/{brandId}/themes/{themeId}/logo",
    "E0000001",
    "100 kB",
    (org) => upload(org, "logo", png(1, 1, 100_000)),
  ],
];
