import ts from "typescript";

const { factory } = ts;

const source = ts.createSourceFile("generated.ts", "", ts.ScriptTarget.ESNext);
const printer = ts.createPrinter();
export const printed = (node: ts.Node): string => printer.printNode(ts.EmitHint.Unspecified, node, source);

const EXPORT = [factory.createModifier(ts.SyntaxKind.ExportKeyword)];

/** The text of a generated comment as a person writes it: the description first and without a tag, then the rest. */
function proseOf(comment: string): string[] {
  const lines = comment
    .replace(/^\*/, "")
    .split("\n")
    .map((line) => line.replace(/^ \* {0,5}/, "").trim())
    .filter((line) => !/^@(constant|enum)\b/.test(line));
  while (lines[0] === "") lines.shift();
  const format = lines.find((line) => /^Format: /.test(line));
  const prose: string[] = [];
  for (const line of lines.filter((line) => line !== format)) {
    if (!line.startsWith("@description ")) prose.push(line);
    else if (prose.length === 0) prose.push(line.slice("@description ".length));
    else prose.push("", line.slice("@description ".length));
  }
  const example = prose.findIndex((line) => line.startsWith("@example "));
  if (example > 0 && prose.length === example + 1) {
    prose[0] += ` Example: \`${prose.pop()!.slice("@example ".length)}\`.`;
  }
  if (format && prose.length > 0) prose[0] += ` Format: \`${format.slice("Format: ".length)}\`.`;
  else if (format) prose.push(`Format: \`${format.slice("Format: ".length)}\`.`);
  // A description behind the tag would be read as the reason of the tag.
  if (prose[0] === "@deprecated" && prose.length > 1) prose.push(prose.shift()!);
  while (prose[0] === "") prose.shift();
  while (prose.at(-1) === "") prose.pop();
  return prose;
}

/** Sets the doc comment of a node. */
export function withDocs<T extends ts.Node>(node: T, lines: string[]): T {
  const text =
    lines.length === 1 ? `* ${lines[0]} ` : `*\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n `;
  const comment = {
    kind: ts.SyntaxKind.MultiLineCommentTrivia,
    text,
    hasTrailingNewLine: true,
    pos: -1,
    end: -1,
  } as const;
  return ts.setSyntheticLeadingComments(node, lines.length > 0 ? [comment] : []);
}

/** The doc comment of a node, in lines. */
export const docsOf = (node: ts.Node): string[] =>
  (ts.getSyntheticLeadingComments(node) ?? []).flatMap(({ text }) => proseOf(text));

/** `components["schemas"]["User"]` is `User`. */
function schemaName(node: ts.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined;
  const [kind, name] = [node.objectType.indexType, node.indexType].map((index) =>
    ts.isLiteralTypeNode(index) && ts.isStringLiteral(index.literal) ? index.literal.text : "",
  );
  return kind === "schemas" ? name : undefined;
}

const bare = (type: ts.TypeNode): ts.TypeNode => (ts.isParenthesizedTypeNode(type) ? bare(type.type) : type);
const isUnknown = (member: ts.TypeElement) =>
  ts.isIndexSignatureDeclaration(member) && member.type.kind === ts.SyntaxKind.UnknownKeyword;
const mayJoin = (type: ts.TypeNode): type is ts.TypeLiteralNode =>
  ts.isTypeLiteralNode(type) && type.members.every((member) => ts.isPropertySignature(member) || isUnknown(member));

/** The members of object types, without the repetition of an index signature. */
function joinedMembers(types: ts.TypeLiteralNode[]): ts.TypeElement[] {
  const members = types.flatMap((type) => [...type.members]);
  const properties = members.filter((member) => !ts.isIndexSignatureDeclaration(member));
  const index = members.find(ts.isIndexSignatureDeclaration);
  if (!index) return properties;
  const mayBeAbsent = properties.some((property) => property.questionToken);
  const type = mayBeAbsent ? orUndefined(index.type) : index.type;
  return [...properties, factory.updateIndexSignature(index, index.modifiers, index.parameters, type)];
}

export interface DeclarationOptions {
  /** Whether requests take it: what is optional may be `undefined` then, and arrays may be readonly. */
  sent: boolean;
}

/** Types and docs as a person writes them. */
export function readable<T extends ts.Node>(root: T, { sent }: DeclarationOptions): T {
  const visit = (node: ts.Node): ts.Node => {
    const name = schemaName(node);
    if (name) return factory.createTypeReferenceNode(name);
    const visited = ts.visitEachChild(node, visit, undefined);
    if (sent && (ts.isArrayTypeNode(visited) || ts.isTupleTypeNode(visited))) {
      return factory.createTypeOperatorNode(ts.SyntaxKind.ReadonlyKeyword, visited);
    }
    if (ts.isIntersectionTypeNode(visited)) {
      const parts = visited.types.map(bare);
      return parts.every(mayJoin) ? factory.createTypeLiteralNode(joinedMembers(parts)) : visited;
    }
    if (ts.isUnionTypeNode(visited)) {
      return factory.createUnionTypeNode(
        visited.types.map(bare).flatMap((type) => (ts.isUnionTypeNode(type) ? [...type.types] : type)),
      );
    }
    // Parentheses go where what they hold has become one word.
    if (ts.isParenthesizedTypeNode(visited) && !isComposed(visited.type)) return visited.type;
    if (!ts.isPropertySignature(visited)) return visited;
    const { modifiers, name: key, questionToken, type } = visited;
    const optional = sent && questionToken && type ? orUndefined(type) : type;
    return withDocs(factory.createPropertySignature(modifiers, key, questionToken, optional), docsOf(node));
  };
  return visit(root) as T;
}

const isComposed = (type: ts.TypeNode) =>
  ts.isUnionTypeNode(type) ||
  ts.isIntersectionTypeNode(type) ||
  ts.isTypeOperatorNode(type) ||
  ts.isFunctionTypeNode(type);
const UNDEFINED = factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword);
const orUndefined = (type: ts.TypeNode): ts.TypeNode => {
  if ([ts.SyntaxKind.NeverKeyword, ts.SyntaxKind.UnknownKeyword, ts.SyntaxKind.UndefinedKeyword].includes(type.kind)) {
    return type;
  }
  return factory.createUnionTypeNode([...(ts.isUnionTypeNode(type) ? type.types : [type]), UNDEFINED]);
};

/** Whether a type is an object of known members, so that an interface can extend it. */
export function isObject(type: ts.TypeNode, typeOf: (name: string) => ts.TypeNode | undefined): boolean {
  const plain = bare(type);
  if (ts.isTypeLiteralNode(plain)) return true;
  if (ts.isIntersectionTypeNode(plain)) return plain.types.every((part) => isObject(part, typeOf));
  if (!ts.isTypeReferenceNode(plain) || !ts.isIdentifier(plain.typeName)) return false;
  const { text } = plain.typeName;
  if (/^Custom\w+Profile$/.test(text)) return true;
  const target = typeOf(text);
  return target !== undefined && isObject(target, typeOf);
}

export const exportedInterface = (
  name: string,
  members: readonly ts.TypeElement[],
  bases: ts.TypeReferenceNode[] = [],
) => {
  const heritage = bases.map((base) =>
    factory.createExpressionWithTypeArguments(base.typeName as ts.Identifier, base.typeArguments),
  );
  return factory.createInterfaceDeclaration(
    EXPORT,
    name,
    undefined,
    heritage.length > 0 ? [factory.createHeritageClause(ts.SyntaxKind.ExtendsKeyword, heritage)] : undefined,
    members,
  );
};

export const exportedType = (name: string, type: ts.TypeNode) =>
  factory.createTypeAliasDeclaration(EXPORT, name, undefined, type);

/** A named type, as an interface where it can be one. */
export function declare(
  name: string,
  type: ts.TypeNode,
  docs: string[],
  typeOf: (name: string) => ts.TypeNode | undefined,
) {
  const plain = bare(type);
  if (!isObject(plain, typeOf)) return withDocs(exportedType(name, plain), docs);
  const parts = ts.isIntersectionTypeNode(plain) ? plain.types.map(bare) : [plain];
  const literals = parts.filter((part) => ts.isTypeLiteralNode(part));
  const bases = parts.filter((part) => ts.isTypeReferenceNode(part));
  return withDocs(exportedInterface(name, joinedMembers(literals), bases), docs);
}
