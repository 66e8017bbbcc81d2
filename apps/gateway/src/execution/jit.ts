import {
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { Plugin } from 'graphql-yoga';

/** Compiled operations of one document; `first` is one that was seen once and is not worth compiling yet. */
type Compiled = Map<string, CompiledQuery | 'first' | 'impossible'>;

/**
 * Runs queries that are asked repeatedly as compiled code. Only queries; cached by document *and* operation name; variables are
 * checked by graphql-js first, and bad ones are left to it, because the compiler's own check forgets `@oneOf` and names the wrong
 * variable. A document is compiled when it comes the second time, so that a flood of new documents costs no compilation.
 */
export const useJit = (): Plugin => {
  const documents = new WeakMap<DocumentNode, Compiled>();
  return {
    onExecute({ args: given, setExecuteFn }) {
      // Yoga leaves these untyped.
      const args = given as ExecutionArgs;
      const operation = getOperationAST(args.document, args.operationName);
      if (operation?.operation !== OperationTypeNode.QUERY || isIntrospection(operation)) return;
      const values = args.variableValues ?? {};
      const checked = getVariableValues(args.schema, operation.variableDefinitions ?? [], values, {
        maxErrors: 1,
      });
      if (checked.errors) return;
      const compiled = compiledOnce(documents, args.schema, args.document, operation);
      if (compiled) setExecuteFn(() => compiled.query(args.rootValue, args.contextValue, values));
    },
  };
};

const compiledOnce = (
  documents: WeakMap<DocumentNode, Compiled>,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CompiledQuery | undefined => {
  const known =
    documents.get(document) ?? new Map<string, CompiledQuery | 'first' | 'impossible'>();
  documents.set(document, known);
  const name = operation.name?.value ?? '';
  const found = known.get(name);
  if (found === undefined) known.set(name, 'first');
  if (found === undefined || found === 'impossible') return undefined;
  if (found !== 'first') return found;
  const compiled = compileQuery(schema, document, operation.name?.value);
  known.set(name, isCompiledQuery(compiled) ? compiled : 'impossible');
  return isCompiledQuery(compiled) ? compiled : undefined;
};

/** Introspection is rare and exercises corners that the compiler need not meet. */
const isIntrospection = (operation: OperationDefinitionNode): boolean =>
  operation.selectionSet.selections.some(
    (selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'),
  );
