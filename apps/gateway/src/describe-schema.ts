import type { BoundedContext } from '#kernel';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { CommandTemplate } from './commands/command-template.js';
import { completeSchema } from './gateway.module.js';
import { eventsArea, type ReadArea } from './read-area.js';

/** The API as sorted SDL, without a server or a store: what `docs/schema.graphql` promises. */
export const describeSchema = async (
  contexts: readonly BoundedContext[],
  areas: readonly ReadArea[],
): Promise<string> => {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, {
    logger: false,
  });
  try {
    const all = [eventsArea, ...areas];
    const schema = await app
      .get(GraphQLSchemaFactory)
      .create([CommandTemplate, ...all.flatMap(({ resolvers }) => [...resolvers])]);
    return `${printSchema(lexicographicSortSchema(completeSchema(contexts, all)(schema)))}\n`;
  } finally {
    await app.close();
  }
};
