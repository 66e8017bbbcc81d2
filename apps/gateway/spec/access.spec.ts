import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { query } from '#identity';
import type { PersonActor } from '#kernel';
import { Args, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { CurrentAccess, type Access } from '../src/access/access.js';
import type { ReadArea } from '../src/read-area.js';
import { enterprise, province, running, type Answer, type Running } from './running.js';

const allow = { enterprise: 'employer', province: 'any' } as const;
const asking = (name: string) => query(name, { summary: `Ask for ${name}.`, zh: '查询。', allow });

@ObjectType()
class Bench {
  @Field()
  id!: string;
}

@Resolver()
class BenchResolver {
  @Query(() => Bench, { name: 'bench', nullable: true })
  bench(@Args('id') id: string, @CurrentAccess() access: Access): Bench | null {
    if (id === 'unknown') return null;
    access.permit({ employer: id });
    return { id };
  }

  @Query(() => Bench, { name: 'forgetful' })
  forgetful(): Bench {
    return { id: 'secret' };
  }

  @Query(() => [Bench], { name: 'benches' })
  benches(@CurrentAccess() access: Access): Bench[] {
    return ['e-1', 'e-2'].filter((id) => access.sees({ employer: id })).map((id) => ({ id }));
  }
}

const area: ReadArea = {
  queries: [asking('bench'), asking('forgetful'), asking('benches')],
  resolvers: [BenchResolver],
};
let gateway: Running;
beforeAll(async () => {
  gateway = await running({ areas: [area] });
});
afterAll(() => gateway.app.close());

const ask = async (actor: PersonActor, text: string) => {
  const response = await gateway.post(
    { query: text },
    { authorization: `Bearer ${await gateway.issuer.sign(actor)}` },
  );
  return { status: response.status, ...((await response.json()) as Answer) };
};

// Three rounds each: the second and third run as compiled code, which must ask as well.
const rounds = [1, 2, 3];

describe('a query', () => {
  it('is refused to a role without a row', async () => {
    for (const round of rounds) {
      const { status, data, errors } = await ask(
        { user: 'c', role: 'college', organization: 'e-1' },
        '{ bench(id: "e-1") { id } }',
      );
      expect([round, status, errors?.[0]?.extensions?.code]).toEqual([round, 403, 'FORBIDDEN']);
      expect(data).toEqual({ bench: null });
    }
  });
  it('is refused without the relation, and granted with it', async () => {
    for (const round of rounds) {
      expect([round, (await ask(enterprise, '{ bench(id: "e-2") { id } }')).status]).toEqual([
        round,
        403,
      ]);
      expect(await ask(enterprise, '{ bench(id: "e-1") { id } }')).toEqual({
        status: 200,
        data: { bench: { id: 'e-1' } },
      });
      expect((await ask(province, '{ bench(id: "e-2") { id } }')).data).toEqual({
        bench: { id: 'e-2' },
      });
    }
  });
  it('leaves out of a list what the caller may not see', async () => {
    expect((await ask(enterprise, '{ benches { id } }')).data).toEqual({
      benches: [{ id: 'e-1' }],
    });
    expect((await ask(province, '{ benches { id } }')).data).toEqual({
      benches: [{ id: 'e-1' }, { id: 'e-2' }],
    });
  });
  it('whose resolver forgets to ask shows nothing, and the log says so without words', async () => {
    for (const round of rounds) {
      const { status, data, errors } = await ask(enterprise, '{ forgetful { id } }');
      expect([round, data ?? null]).toEqual([round, null]);
      expect(status).toBe(500);
      expect(JSON.stringify(errors)).not.toContain('secret');
      expect(errors?.[0]?.extensions?.code).toBe('INTERNAL_SERVER_ERROR');
    }
    expect(gateway.lines.join('')).toContain('a resolver failed');
  });
  it('may find nothing for whoever may try', async () => {
    expect(await ask(enterprise, '{ bench(id: "unknown") { id } }')).toEqual({
      status: 200,
      data: { bench: null },
    });
  });
  it('is asked for each of two fields apart', async () => {
    const { data, errors } = await ask(
      enterprise,
      '{ mine: bench(id: "e-1") { id } other: bench(id: "e-2") { id } }',
    );
    expect(data).toEqual({ mine: { id: 'e-1' }, other: null });
    expect(errors).toHaveLength(1);
  });
});

describe('the table and the schema', () => {
  it('must name each other: a field without a row and a row without a field fail at start', async () => {
    const start = (queries: ReadArea['queries']) => running({ areas: [{ ...area, queries }] });
    await expect(start(area.queries.slice(1))).rejects.toThrow(
      'query bench has no row in the permission table',
    );
    await expect(start([...area.queries, asking('ghost')])).rejects.toThrow(
      'query ghost is in the permission table but not',
    );
    await expect(start([...area.queries, asking('bench')])).rejects.toThrow('share a name');
  });
});
