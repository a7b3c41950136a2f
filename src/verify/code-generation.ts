/** @throws Error where `new Function` is forbidden, as in Workers: Ajv compiles each schema to code. */
export function assertCodeGeneration(): void {
  try {
    new Function("");
  } catch (cause) {
    throw new Error(
      "okta-fetch/verify compiles schemas to code, which this runtime forbids (--disallow-code-generation-from-strings, " +
        "Workers, a content security policy). Run it where code generation is allowed.",
      { cause },
    );
  }
}
