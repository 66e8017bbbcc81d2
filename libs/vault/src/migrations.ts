import type { Migration } from '#postgres';

/**
 * Schema `vault`: the only place with personal data, and only sealed. It refers to nothing outside, so that it can live in a
 * database of its own with its own backups.
 */
export const vaultMigrations: readonly Migration[] = [
  {
    id: 'vault/0001-people-and-notes',
    sql: `
      create schema vault;
      create table vault.master_key (
        only_one boolean primary key default true check (only_one),
        key_id text not null,
        proof bytea not null,
        stored_at timestamptz not null default now()
      );
      create table vault.people (
        person text primary key,
        version integer not null check (version > 0),
        key_id text,
        wrapped_key bytea,
        id_hash bytea unique,
        name_hash bytea,
        name bytea,
        paper bytea,
        phone bytea,
        birth bytea,
        stored_at timestamptz not null default now(),
        erased_at timestamptz,
        constraint known_or_erased check (
          num_nulls(key_id, wrapped_key, id_hash, name_hash, name, paper, phone, birth)
            = case when erased_at is null then 0 else 8 end
        )
      );
      create index people_by_name on vault.people (name_hash) where name_hash is not null;
      create table vault.notes (
        ref text primary key,
        person text not null references vault.people,
        sealed bytea,
        stored_at timestamptz not null default now()
      );
      create index notes_by_person on vault.notes (person);`,
  },
  {
    id: 'vault/0002-versions-of-identities',
    sql: `
      alter table vault.people add column ref text;
      create table vault.identities (
        ref text primary key,
        person text not null references vault.people,
        waiting boolean not null,
        version integer not null check (version > 0),
        key_id text not null,
        id_hash bytea not null,
        name_hash bytea not null,
        name bytea not null,
        paper bytea not null,
        phone bytea not null,
        birth bytea not null,
        stored_at timestamptz not null default now(),
        replaced_at timestamptz,
        unique (person, version)
      );
      create index identities_waiting_by_paper on vault.identities (id_hash) where waiting;
      create index identities_waiting_by_name on vault.identities (name_hash) where waiting;`,
  },
];
