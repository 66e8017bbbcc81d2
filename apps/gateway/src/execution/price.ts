import { Extensions } from '@nestjs/graphql';
import type { GraphQLField } from 'graphql';

/**
 * Declares what a field costs beside what it answers, in fields: for one that folds streams or reads many rows each time it is
 * asked. Without it a list of such fields would weigh no more than a list of names.
 */
export const Price = (fields: number) => Extensions({ price: fields });

/** The declared price of a field; nothing for any other. */
export const priceOf = (field: GraphQLField<unknown, unknown> | undefined): number => {
  const price = field?.extensions['price'];
  return typeof price === 'number' ? price : 0;
};
