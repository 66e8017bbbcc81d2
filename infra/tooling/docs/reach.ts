// What each command can lead to, read off the sources of its decision: kinds of events and codes of refusals. It names what is
// written on the way, so it may name too much; the property walk shows that it never names too little.
import { membersOf } from '#event-store';
import type { AnyDecider, BoundedContext } from '#kernel';
import ts from 'typescript';
import {
  deciderLiteral,
  decidersIn,
  isBoundWithin,
  propertyOf,
  resolve,
  sourcesUnder,
  type Source,
} from './sources.js';

export interface Reach {
  readonly category: string;
  readonly command: string;
  readonly events: ReadonlySet<string>;
  readonly codes: ReadonlySet<string>;
  /** Commands to other deciders that go with it in the same act, `category/command`. */
  readonly claims: ReadonlySet<string>;
}

/** By `category/command`. Throws when a decider of the contexts is not found in the sources. */
export const reachOf = (
  root: string,
  contexts: readonly BoundedContext[],
): ReadonlyMap<string, Reach> => {
  const sources = sourcesUnder(root);
  const written = decidersIn(sources);
  const deciders = contexts.flatMap((context) => context.deciders);
  const direct = new Map<string, Reach>();
  for (const decider of deciders) {
    const [source, literal] = written.get(decider.category) ?? [];
    if (!source || !literal) throw new Error(`${decider.category} is not found in the sources`);
    for (const command of typesOf(decider.commands))
      direct.set(
        `${decider.category}/${command}`,
        directReach({ sources, source, literal, decider, command }, deciders),
      );
  }
  return new Map([...direct].map(([key, reach]) => [key, withClaims(reach, direct)]));
};

export const typesOf = (schema: AnyDecider['commands']): readonly string[] =>
  membersOf(schema).map((member) => member.shape.type.value);

interface Asked {
  readonly sources: ReadonlyMap<string, Source>;
  readonly source: Source;
  readonly literal: ts.ObjectLiteralExpression;
  readonly decider: AnyDecider;
  readonly command: string;
}

const directReach = (asked: Asked, deciders: readonly AnyDecider[]): Reach => {
  const { decider, command, literal } = asked;
  const decided = wordsIn(asked, propertyOf(literal, 'decide'));
  const claimed = wordsIn(asked, propertyOf(literal, 'claims'));
  const events = typesOf(decider.events).filter((type) => decided.has(type));
  const claims = deciders
    .filter((other) => claimed.has(`decider:${other.category}`))
    .flatMap((other) =>
      typesOf(other.commands)
        .filter((type) => type !== command && claimed.has(type))
        .map((type) => `${other.category}/${type}`),
    );
  const codes = [...decided].filter((word) => /^E_[A-Z_]+$/.test(word));
  return {
    ...{ category: decider.category, command },
    ...{ events: new Set(events), codes: new Set(codes), claims: new Set(claims) },
  };
};

/** A claim's refusals join those of the command that makes it. */
const withClaims = (reach: Reach, all: ReadonlyMap<string, Reach>, depth = 0): Reach => {
  const codes = [...reach.claims].flatMap((key) => {
    const claimed = all.get(key);
    return claimed && depth < 3 ? [...withClaims(claimed, all, depth + 1).codes] : [];
  });
  return { ...reach, codes: new Set([...reach.codes, ...codes]) };
};

/** Every text written on the way of one command, and `decider:…` for each decider that is named. */
const wordsIn = (asked: Asked, start: ts.Node | undefined): ReadonlySet<string> => {
  const words = new Set<string>();
  const been = new Set<ts.Node>();
  const others = new Set(typesOf(asked.decider.commands).filter((one) => one !== asked.command));
  const visit = (node: ts.Node, source: Source): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isStringLiteralLike(node)) words.add(node.text);
    if (ts.isIdentifier(node) && !isBoundWithin(node)) follow(node.text, source);
    for (const child of partsOf(node, asked.command, others)) visit(child, source);
  };
  const follow = (name: string, source: Source): void => {
    const [where, found] = resolve(asked.sources, source, name) ?? [];
    if (!where || !found || been.has(found)) return;
    been.add(found);
    const literal = deciderLiteral(found);
    const category = literal && propertyOf(literal, 'category');
    if (category && ts.isStringLiteral(category)) words.add(`decider:${category.text}`);
    else visit(found, where);
  };
  if (start) visit(start, asked.source);
  return words;
};

/** The parts of a node that concern the command: other commands' cases, entries and branches are left out. */
const partsOf = (
  node: ts.Node,
  command: string,
  others: ReadonlySet<string>,
): readonly ts.Node[] => {
  if (ts.isPropertyAccessExpression(node)) return [node.expression];
  if (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) {
    if (others.has(node.name.getText())) return [];
    return ts.isPropertyAssignment(node) ? [node.initializer] : node.getChildren();
  }
  if (ts.isCaseBlock(node)) return casesOf(node, command, others);
  if (ts.isBlock(node)) return statementsOf(node, command, others);
  if (ts.isConditionalExpression(node)) {
    const same = comparison(node.condition, command, others);
    if (same !== undefined) return [same ? node.whenTrue : node.whenFalse];
  }
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child));
  return children;
};

/** The statements up to where the command is answered by a branch of its own. */
const statementsOf = (
  { statements }: ts.Block,
  command: string,
  others: ReadonlySet<string>,
): readonly ts.Node[] => {
  const kept: ts.Node[] = [];
  for (const statement of statements) {
    const same = ts.isIfStatement(statement)
      ? comparison(statement.expression, command, others)
      : undefined;
    if (same === undefined || !ts.isIfStatement(statement)) kept.push(statement);
    else if (!same && statement.elseStatement) kept.push(statement.elseStatement);
    else if (same) {
      kept.push(statement.thenStatement);
      if (isReturning(statement.thenStatement)) return kept;
    }
  }
  return kept;
};

const isReturning = (statement: ts.Statement): boolean =>
  ts.isReturnStatement(statement) ||
  (ts.isBlock(statement) && statement.statements.some(isReturning));

const labelOf = (clause: ts.CaseOrDefaultClause): string | undefined =>
  ts.isCaseClause(clause) && ts.isStringLiteral(clause.expression)
    ? clause.expression.text
    : undefined;

/** The statements of the command's case, through the labels it shares them with; every case where none is a command's. */
const casesOf = (
  { clauses }: ts.CaseBlock,
  command: string,
  others: ReadonlySet<string>,
): readonly ts.Node[] => {
  const label = clauses.findIndex((clause) => labelOf(clause) === command);
  if (label >= 0) {
    const body = clauses.slice(label).find((clause) => clause.statements.length > 0);
    return body ? [...body.statements] : [];
  }
  const foreign = clauses.some((clause) => others.has(labelOf(clause) ?? ''));
  return foreign ? [] : clauses.flatMap((clause) => [...clause.statements]);
};

/** Whether the condition holds for the command, when all it asks is which command it is. */
const comparison = (
  condition: ts.Expression,
  command: string,
  others: ReadonlySet<string>,
): boolean | undefined => {
  if (!ts.isBinaryExpression(condition) || !ts.isStringLiteral(condition.right)) return undefined;
  const { text } = condition.right;
  if (text !== command && !others.has(text)) return undefined;
  if (condition.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken)
    return text === command;
  return condition.operatorToken.kind === ts.SyntaxKind.ExclamationEqualsEqualsToken
    ? text !== command
    : undefined;
};
