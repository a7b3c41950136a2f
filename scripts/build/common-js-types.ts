import ts from "typescript";
import type { UserConfig } from "tsdown";

type Plugin = Exclude<NonNullable<UserConfig["plugins"]>, readonly unknown[] | Promise<unknown> | false>;

interface PublishedValue {
  name: string;
  isClass: boolean;
  /** The comment before its declaration. */
  docs: string;
}

const hasModifier = (node: ts.Node, kind: ts.SyntaxKind) =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);

function docsOf(source: ts.SourceFile, node: ts.Node): string {
  const comments = ts.getLeadingCommentRanges(source.text, node.pos) ?? [];
  const last = comments.map(({ pos, end }) => source.text.slice(pos, end)).findLast((text) => text.startsWith("/**"));
  return last ? `${last}\n` : "";
}

/** The local names of what a module exports as values, under the names that they are exported by. */
function exportedNames(source: ts.SourceFile): Map<string, string> {
  const names = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) continue;
    if (!statement.exportClause || !ts.isNamedExports(statement.exportClause)) continue;
    for (const { name, propertyName, isTypeOnly } of statement.exportClause.elements) {
      if (!isTypeOnly) names.set((propertyName ?? name).text, name.text);
    }
  }
  return names;
}

function publishedValues(declarations: string): PublishedValue[] {
  const source = ts.createSourceFile("module.d.ts", declarations, ts.ScriptTarget.ESNext, true);
  const exported = exportedNames(source);
  const values = new Map<string, PublishedValue>();
  const add = (node: ts.Node, local: string | undefined, isClass: boolean) => {
    const name = hasModifier(node, ts.SyntaxKind.ExportKeyword) ? local : exported.get(local ?? "");
    if (name !== undefined && !values.has(name)) values.set(name, { name, isClass, docs: docsOf(source, node) });
  };
  for (const node of source.statements) {
    if (ts.isFunctionDeclaration(node)) add(node, node.name?.text, false);
    else if (ts.isClassDeclaration(node)) add(node, node.name?.text, true);
    else if (ts.isVariableStatement(node)) {
      for (const { name } of node.declarationList.declarations) add(node, name.getText(source), false);
    }
  }
  return [...values.values()];
}

/**
 * Declarations of the CommonJS build of a module. They take each type from those of the ES module, so that both builds
 * have the same types and the long declarations are there once.
 */
export function commonJsDeclarations(name: string, declarations: string): string {
  const from = `"./${name}.js" with { "resolution-mode": "import" }`;
  const values = publishedValues(declarations).map(
    ({ name, isClass, docs }) =>
      `${docs}export declare const ${name}: typeof esm.${name};\n` +
      (isClass ? `export type ${name} = esm.${name};\n` : ""),
  );
  return `import type * as esm from ${from};\nexport type * from ${from};\n${values.join("")}`;
}

/** Writes a `.d.cts` beside the `.d.ts` of each entry that has a CommonJS build. */
export const commonJsTypes = (entries: readonly string[]): Plugin => ({
  name: "common-js-types",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk" || !chunk.isEntry) continue;
      const [, name] = /^([\w-]+)\.d\.ts$/.exec(chunk.fileName) ?? [];
      if (!name || !entries.includes(name)) continue;
      this.emitFile({ type: "asset", fileName: `${name}.d.cts`, source: commonJsDeclarations(name, chunk.code) });
    }
  },
});
