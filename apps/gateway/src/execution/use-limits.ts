import {
  parse,
  type ASTVisitor,
  type OperationDefinitionNode,
  type ValidationContext,
  type ParseOptions,
  type Source,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { failure } from './failures.js';
import type { Limits } from './limits.js';
import { Scales } from './weigh.js';

/** Refuses documents that ask too much, before anything of them is run: with 400 and the name of the limit, not its figure. */
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
  };
};

const limitRule =
  (limits: Limits) =>
  (context: ValidationContext): ASTVisitor => {
    const scales = new Scales(context.getSchema(), context.getDocument());
    return {
      OperationDefinition(operation) {
        const excess = excessOf(operation, scales, context, limits);
        if (excess) {
          context.reportError(
            failure('GRAPHQL_VALIDATION_FAILED', `the operation asks too much: ${excess}`),
          );
        }
      },
    };
  };

const excessOf = (
  operation: OperationDefinitionNode,
  scales: Scales,
  context: ValidationContext,
  limits: Limits,
): string | undefined => {
  if (operation.selectionSet.selections.length > limits.rootFields)
    return 'too many fields at the root';
  const root = context.getSchema().getRootType(operation.operation);
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
