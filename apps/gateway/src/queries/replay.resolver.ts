import { allowing, query } from '#identity';
import type { StoredEvent } from '#event-store';
import type { Position } from '#kernel';
import { identityVersions } from '#parties';
import { PersonEvent } from '#parties/events';
import { maskName } from '#vault';
import { Inject, Optional } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { CurrentAccess, type Access } from '../access/access.js';
import { eventView, RecordedEvent } from '../events/recorded-event.js';
import { visibleOf, type Whereabouts } from '../events/sight.js';
import { failure } from '../execution/failures.js';
import { Price } from '../execution/price.js';
import { DateTime, Json } from '../scalars.js';
import { WHEREABOUTS } from '../tokens.js';
import { READ_MODELS, ReadModels } from './read-models.js';
import { digestOfEvents, REPLAY, type Replaying } from './replaying.js';

export const replayQuery = query('replay', {
  summary:
    'Everything recorded about a subject as it was at a moment or a position: events, states and views.',
  zh: '按时刻或位置回放某主体的全部记录：事件、状态与视图。',
  allow: {
    ...allowing('any', 'province'),
    ...allowing('place', 'city-bureau'),
    ...allowing(
      'party',
      'chain-owner',
      'enterprise',
      'college',
      'trainee',
      'assessment-body',
      'base',
    ),
  },
});

@ArgsType()
class ReplayArgs {
  @Field(() => ID, { description: 'What it is about, `person-…` or `certificate-…`. 主体。' })
  subject!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'As recorded by this moment, inclusive. 截至记录时刻（含）。',
  })
  asOf?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'As recorded up to this position, inclusive. 截至日志位置（含）。',
  })
  position?: string | null;
}

@ObjectType({ description: 'What the answer can be checked by. 完整性信息。' })
export class ReplayIntegrity {
  @Field(() => Int, { description: 'Events in the answer. 事件数。' })
  events!: number;

  @Field({
    description:
      'Whether these are all events about the subject up to there; false when some are not for the caller to see. 是否为全部事件。',
  })
  complete!: boolean;

  @Field({ description: 'SHA-256 over the events as stored, as one JSON list. 摘要。' })
  digest!: string;
}

@ObjectType({ description: 'A subject as it was. 回放结果。' })
export class Replay {
  @Field(() => ID)
  subject!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Of a person, the name as it stood then, masked. 当时的姓名（脱敏）。',
  })
  name?: string | undefined;

  @Field(() => String, { nullable: true, description: 'Position of the last event. 最后位置。' })
  position?: string | undefined;

  @Field(() => DateTime, { nullable: true })
  recordedAt?: string | undefined;

  @Field(() => [RecordedEvent])
  events!: RecordedEvent[];

  @Field(() => Json, { description: 'Folded state of each stream, by stream. 各流状态。' })
  states!: object;

  @Field(() => Json, { description: 'Rows of each view, by view and key. 各视图。' })
  views!: object;

  @Field(() => ReplayIntegrity)
  integrity!: ReplayIntegrity;
}

/** A trainee's history stays below 350 events (domain analysis §6); an organisation's is paged by `events` instead. */
const most = 10_000;

@Resolver()
export class ReplayResolver {
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModels,
    @Inject(REPLAY) private readonly replaying: Replaying,
    @Optional() @Inject(WHEREABOUTS) private readonly whereabouts?: Whereabouts,
  ) {}

  @Price(500)
  @Query(() => Replay, { name: replayQuery.name, nullable: true })
  async replay(
    @Args() args: ReplayArgs,
    @CurrentAccess() access: Access,
  ): Promise<Replay | undefined> {
    const { subject } = args;
    const end = await this.end(args);
    if (end === 'before-all') return undefined;
    const stored = await this.models.store.readSubject(subject, {
      ...end,
      limit: most,
      written: true,
    });
    if (stored.length === 0) return undefined;
    if (stored.length === most) {
      throw failure(
        'BAD_USER_INPUT',
        `more than ${String(most)} events: page through "events" instead`,
      );
    }
    const events = await visibleOf(stored, access, this.whereabouts);
    if (events.length === 0) throw failure('FORBIDDEN', 'this actor may not replay this subject');
    const complete = events.length === stored.length;
    // The vault answers while the events are folded.
    const [name, replayed] = await Promise.all([
      this.nameThen(subject, events),
      this.replayed(events, complete),
    ]);
    return { subject, name, ...replayed };
  }

  private async replayed(events: readonly StoredEvent[], complete: boolean) {
    const last = events.at(-1)?.meta;
    return {
      position: last?.position,
      recordedAt: last?.recordedAt,
      events: events.map(eventView),
      ...this.replaying(events),
      integrity: { events: events.length, complete, digest: digestOfEvents(events) },
    };
  }

  /** The events say which of the identities in the vault stood. */
  private async nameThen(
    subject: string,
    events: readonly StoredEvent[],
  ): Promise<string | undefined> {
    const own = events.filter(({ meta }) => meta.stream === subject);
    const told = own.map(({ type, data }) => PersonEvent.safeParse({ type, data }));
    const known = told.flatMap(({ data }) => data ?? []);
    if (known.length === 0) return undefined;
    const refs = identityVersions(known).flatMap(({ ref, stands }) => (stands ? [ref] : []));
    const [{ data }] = known as [PersonEvent];
    const identity = await this.models.vault.identityAt(data.personId, refs);
    return identity.state === 'known' ? maskName(identity.name) : undefined;
  }

  /** Where to end: nowhere before the last event when neither is given. */
  private async end({
    asOf,
    position,
  }: ReplayArgs): Promise<{ readonly upTo?: Position } | 'before-all'> {
    if (typeof asOf === 'string' && typeof position === 'string') {
      throw failure('BAD_USER_INPUT', 'give "asOf" or "position", not both');
    }
    if (typeof position === 'string') {
      if (this.models.store.isPosition(position)) return { upTo: position };
      throw failure('BAD_USER_INPUT', '"position" is not a position');
    }
    if (typeof asOf !== 'string') return {};
    const upTo = await this.models.store.positionAt(asOf);
    return upTo === undefined ? 'before-all' : { upTo };
  }
}
