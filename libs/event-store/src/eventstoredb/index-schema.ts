/**
 * Schema `esdb`: what EventStoreDB itself cannot be asked for – events by subject, by id, by moment. It is folded from `$all`, holds
 * no payload, and can be emptied at any time to be folded anew. `reached` is the largest moment of the feed up to the event, so that
 * everything with a smaller one is a prefix of the feed.
 */
export const indexSchema = /* sql */ `
create schema esdb;

create table esdb.progress (
  one boolean primary key default true check (one),
  commit_position bigint not null,
  prepare_position bigint not null,
  reached bigint not null
) with (fillfactor = 50);
comment on table esdb.progress is 'How far the feed is indexed. Whoever moves it names the place it stood at.';
insert into esdb.progress (commit_position, prepare_position, reached) values (0, 0, 0);

create table esdb.events (
  commit_position bigint not null,
  prepare_position bigint not null,
  stream text collate "C" not null,
  revision int not null,
  event_id uuid not null,
  type text collate "C" not null,
  subjects text[] collate "C" not null,
  reached bigint not null,
  primary key (commit_position, prepare_position)
);
create index events_subjects on esdb.events using gin (subjects) with (fastupdate = on, gin_pending_list_limit = 1024);
create index events_ids on esdb.events (event_id);
create index events_moments on esdb.events (reached, commit_position, prepare_position);

revoke all on schema esdb from public;
revoke all on all tables in schema esdb from public;
`;
