import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { guessedLength, longestPage } from './limits.js';
import { priceOf } from './price.js';

/** How much an operation asks. Counts saturate instead of overflowing. */
export interface Weight {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly cost: number;
}

const none: Weight = { depth: 0, aliases: 0, directives: 0, cost: 0 };

const plus = (a: Weight, b: Weight): Weight => ({
  depth: Math.max(a.depth, b.depth),
  aliases: a.aliases + b.aliases,
  directives: a.directives + b.directives,
  cost: a.cost + b.cost,
});

/** What a variable of the operation is: anything a client may send, or `undefined` when it was not given. */
export type VariableValue = (name: string) => unknown;

/** As if each page were the shortest there is: what an operation weighs at least, before its variables are known. */
export const leastPages: VariableValue = () => 1;

/**
 * Weighs selections of one document. Each fragment is weighed once per length asked of it, so a tower of fragments that doubles at
 * each floor costs no more to weigh than to write; a fragment that contains itself weighs without end and so is refused.
 */
export class Scales {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly weighed = new Map<string, Weight | 'under way'>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly valueOf: VariableValue,
  ) {
    this.fragments = new Map(
      document.definitions
        .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
        .map((fragment) => [fragment.name.value, fragment]),
    );
  }

  /** `asked` is the `first` of the field around, which its lists of edges and nodes share. */
  weigh(set: SelectionSetNode, type: GraphQLCompositeType | undefined, asked?: number): Weight {
    return set.selections
      .map((selection) => this.selection(selection, type, asked))
      .reduce(plus, none);
  }

  private selection(
    selection: SelectionNode,
    type: GraphQLCompositeType | undefined,
    asked?: number,
  ): Weight {
    const directives = selection.directives?.length ?? 0;
    switch (selection.kind) {
      case Kind.FIELD:
        return plus({ ...none, directives }, this.field(selection, type, asked));
      case Kind.INLINE_FRAGMENT: {
        const narrowed = selection.typeCondition?.name.value;
        return plus(
          { ...none, directives },
          this.weigh(selection.selectionSet, this.composite(narrowed) ?? type, asked),
        );
      }
      case Kind.FRAGMENT_SPREAD:
        return plus({ ...none, directives }, this.fragment(selection.name.value, asked));
    }
  }

  private fragment(name: string, asked?: number): Weight {
    const key = `${name} ${String(asked)}`;
    const known = this.weighed.get(key);
    if (known === 'under way') return { ...none, depth: Infinity };
    const fragment = this.fragments.get(name);
    if (known || !fragment) return known ?? none;
    this.weighed.set(key, 'under way');
    const weight = this.weigh(
      fragment.selectionSet,
      this.composite(fragment.typeCondition.name.value),
      asked,
    );
    this.weighed.set(key, weight);
    return weight;
  }

  private field(node: FieldNode, type: GraphQLCompositeType | undefined, asked?: number): Weight {
    const own: Weight = { depth: 1, aliases: node.alias ? 1 : 0, directives: 0, cost: 1 };
    // Introspection is bounded by the schema itself.
    if (!node.selectionSet || node.name.value.startsWith('__')) return own;
    const field = type && 'getFields' in type ? type.getFields()[node.name.value] : undefined;
    const output = field?.type;
    const first = firstOf(node, field, this.valueOf);
    const inner = this.weigh(node.selectionSet, compositeOf(output), first);
    const times = isList(output) ? (first ?? asked ?? guessedLength) : 1;
    const cost = 1 + priceOf(field) + times * inner.cost;
    return { ...plus(own, inner), depth: inner.depth + 1, cost };
  }

  private composite(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : this.schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

const compositeOf = (type: GraphQLOutputType | undefined): GraphQLCompositeType | undefined => {
  const named = type && getNamedType(type);
  return isCompositeType(named) ? named : undefined;
};

const isList = (type: GraphQLOutputType | undefined): boolean =>
  type !== undefined && isListType(getNullableType(type));

/** How long a page the field asks for; nothing when it has no pages. What is no length of a page counts as the longest. */
const firstOf = (
  { arguments: given }: FieldNode,
  field: GraphQLField<unknown, unknown> | undefined,
  valueOf: VariableValue,
): number | undefined => {
  const declared = field?.args.find(({ name }) => name === 'first');
  if (!declared) return undefined;
  const written = given?.find(({ name }) => name.value === declared.name)?.value;
  const asked = written && writtenValue(written, valueOf);
  const first = asked === undefined ? declared.defaultValue : asked;
  return typeof first === 'number' ? Math.max(1, first) : longestPage;
};

const writtenValue = (written: ValueNode, valueOf: VariableValue): unknown => {
  if (written.kind === Kind.VARIABLE) return valueOf(written.name.value);
  return written.kind === Kind.INT ? Number(written.value) : null;
};
