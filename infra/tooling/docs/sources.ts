// The sources of the contexts as syntax trees, with what each name of a file stands for: enough to follow a decision from file to
// file without asking the compiler for types.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

export interface Source {
  readonly path: string;
  readonly tree: ts.SourceFile;
  /** Declarations at the top of the file, by name. */
  readonly own: ReadonlyMap<string, ts.Node>;
  /** What is imported from files of the same context: local name to file and name there. */
  readonly imported: ReadonlyMap<string, readonly [path: string, name: string]>;
}

/** Every file of the contexts that can decide something, by path. */
export const sourcesUnder = (root: string): ReadonlyMap<string, Source> => {
  const contexts = readdirSync(join(root, 'libs')).map((name) => join(root, 'libs', name, 'src'));
  const files = contexts.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('spec.ts'))
      .map((name) => join(folder, name)),
  );
  return new Map(files.map((path) => [path, sourceOf(path)]));
};

const sourceOf = (path: string): Source => {
  const tree = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const own = new Map<string, ts.Node>();
  const imported = new Map<string, readonly [string, string]>();
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name)
      own.set(statement.name.text, statement);
    if (ts.isVariableStatement(statement))
      for (const { name, initializer } of statement.declarationList.declarations)
        if (ts.isIdentifier(name) && initializer) own.set(name.text, initializer);
    if (ts.isImportDeclaration(statement)) noteImport(statement, path, imported);
  }
  return { path, tree, own, imported };
};

const noteImport = (
  { moduleSpecifier, importClause }: ts.ImportDeclaration,
  path: string,
  imported: Map<string, readonly [string, string]>,
): void => {
  const from = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
  const bindings = importClause?.namedBindings;
  if (!from.startsWith('.') || !bindings || !ts.isNamedImports(bindings)) return;
  const target = join(dirname(path), from.replace(/\.js$/, '.ts'));
  for (const { name, propertyName } of bindings.elements)
    imported.set(name.text, [target, (propertyName ?? name).text]);
};

/** What a name stands for in a file, and in which file that is written. */
export const resolve = (
  sources: ReadonlyMap<string, Source>,
  source: Source,
  name: string,
): readonly [Source, ts.Node] | undefined => {
  const own = source.own.get(name);
  if (own) return [source, own];
  const [path, there] = source.imported.get(name) ?? [];
  const other = path === undefined ? undefined : sources.get(path);
  return other && there !== undefined ? resolve(sources, other, there) : undefined;
};

/** `decider({ … })` as it is written, by category. */
export const decidersIn = (
  sources: ReadonlyMap<string, Source>,
): ReadonlyMap<string, readonly [Source, ts.ObjectLiteralExpression]> => {
  const found = new Map<string, readonly [Source, ts.ObjectLiteralExpression]>();
  for (const source of sources.values())
    for (const node of source.own.values()) {
      const literal = deciderLiteral(node);
      const category = literal && propertyOf(literal, 'category');
      if (literal && category && ts.isStringLiteral(category))
        found.set(category.text, [source, literal]);
    }
  return found;
};

/** The object given to `decider`, when the node is such a call. */
export const deciderLiteral = (node: ts.Node): ts.ObjectLiteralExpression | undefined => {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const [argument] = node.arguments;
  return node.expression.text === 'decider' && argument && ts.isObjectLiteralExpression(argument)
    ? argument
    : undefined;
};

/** The value of a property of an object literal. */
export const propertyOf = (
  literal: ts.ObjectLiteralExpression,
  name: string,
): ts.Node | undefined => {
  const found = literal.properties.find(
    (property) => property.name && ts.isIdentifier(property.name) && property.name.text === name,
  );
  return found && ts.isPropertyAssignment(found) ? found.initializer : found;
};

/** Whether the name is a parameter or a variable of a function around it, so that it is not the one at the top of the file. */
export const isBoundWithin = (node: ts.Identifier): boolean => {
  for (let around: ts.Node = node.parent; !ts.isSourceFile(around); around = around.parent)
    if (ts.isFunctionLike(around) && binds(around, node.text)) return true;
  return false;
};

const binds = (node: ts.Node, name: string): boolean => {
  const own =
    (ts.isParameter(node) || ts.isBindingElement(node) || ts.isVariableDeclaration(node)) &&
    ts.isIdentifier(node.name) &&
    node.name.text === name;
  return own || (node.forEachChild((child) => binds(child, name) || undefined) ?? false);
};
