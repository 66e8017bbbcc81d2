import {
  getOperationAST,
  Kind,
  parse,
  type ASTVisitor,
  type ExecutionArgs,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ParseOptions,
  type Source,
  type ValidationContext,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { failure } from './failures.js';
import type { Limits } from './limits.js';
import { leastPages, Scales, type VariableValue } from './weigh.js';

/**
 * Refuses documents that ask too much, before anything of them is run: with 400 and the name of the limit, not its figure. What
 * hangs on variables is weighed when they are known, for a verdict on a document is remembered for every request that brings it.
 */
export const useLimits = (limits: Limits): Plugin => {
  const rule = limitRule(limits);
  return {
    onParse({ setParseFn }) {
      setParseFn((source: string | Source, options?: ParseOptions) =>
        parse(source, { ...options, maxTokens: limits.tokens }),
      );
    },
    onValidate({ addValidationRule }) {
      addValidationRule(rule);
    },
    onExecute({ args, setResultAndStopExecution }) {
      const refusal = refusalOf(args, limits);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const refusal = refusalOf(args, limits);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
  };
};

const tooMuch = (excess: string): GraphQLError =>
  failure('GRAPHQL_VALIDATION_FAILED', `the operation asks too much: ${excess}`);

const limitRule =
  (limits: Limits) =>
  (context: ValidationContext): ASTVisitor => {
    const schema = context.getSchema();
    const scales = new Scales(schema, context.getDocument(), leastPages);
    return {
      OperationDefinition(operation) {
        const excess = excessOf(operation, scales, schema, limits);
        if (excess !== undefined) context.reportError(tooMuch(excess));
      },
    };
  };

/** What is wrong with a valid operation now that its variables are known; without any it was weighed already. */
const refusalOf = (args: ExecutionArgs, limits: Limits): GraphQLError | undefined => {
  const { schema, document, operationName, variableValues } = args;
  const operation = getOperationAST(document, operationName);
  if (!operation?.variableDefinitions?.length) return undefined;
  const scales = new Scales(schema, document, valuesIn(operation, variableValues ?? {}));
  const excess = excessOf(operation, scales, schema, limits);
  return excess === undefined ? undefined : tooMuch(excess);
};

/** The variables as sent, or as the operation declares them where they were not. */
const valuesIn = (
  { variableDefinitions = [] }: OperationDefinitionNode,
  sent: Readonly<Record<string, unknown>>,
): VariableValue => {
  const declared = new Map(
    variableDefinitions.map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue?.kind === Kind.INT ? Number(defaultValue.value) : undefined,
    ]),
  );
  return (name) => (Object.hasOwn(sent, name) ? sent[name] : declared.get(name));
};

const excessOf = (
  operation: OperationDefinitionNode,
  scales: Scales,
  schema: GraphQLSchema,
  limits: Limits,
): string | undefined => {
  if (operation.selectionSet.selections.length > limits.rootFields)
    return 'too many fields at the root';
  const root = schema.getRootType(operation.operation);
  const { depth, aliases, directives, cost } = scales.weigh(
    operation.selectionSet,
    root ?? undefined,
  );
  if (depth > limits.depth) return 'nested too deeply';
  if (aliases > limits.aliases) return 'too many aliases';
  if (directives > limits.directives) return 'too many directives';
  return cost > limits.cost
    ? 'too many fields in too long lists; ask for shorter pages'
    : undefined;
};
