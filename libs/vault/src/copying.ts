import { transaction, type Client, type Pool } from '#postgres';

/** What is in a vault now, and how much of it this run wrote. */
export interface CopiedVault {
  readonly people: number;
  readonly notes: number;
  /** Rows written; 0 when the target was a copy already. */
  readonly taken: number;
}

/** The target is not to be copied to. The message is one line for people and names nobody. */
export class VaultCopyRefused extends Error {
  override readonly name = 'VaultCopyRefused';
}

/** In an order in which what is referred to comes first. */
const tables = [
  { table: 'vault.people', key: 'person' },
  { table: 'vault.notes', key: 'ref' },
  { table: 'vault.identities', key: 'ref' },
] as const;
const batch = 500;

/**
 * Copies all that is kept of people, sealed as it is: no key is needed, and the target opens with the key of the source. Both
 * databases have `vaultMigrations` applied; nothing may write to the source any more. The target gets everything in one transaction
 * or nothing, compared with the source before it counts. Its vault must keep nobody, or be what an earlier copy left, which changes
 * nothing. A process may have opened it, with the same key. Rejects with `VaultCopyRefused`, or as the driver does.
 */
export const copyVault = (
  from: Pool,
  to: Pool,
  onProgress: (taken: number) => void = () => undefined,
): Promise<CopiedVault> =>
  transaction(from, async (source) => {
    await source.query('set transaction isolation level repeatable read, read only');
    return transaction(to, async (target) => {
      await target.query(
        `lock table vault.master_key, ${tables.map(({ table }) => table).join(', ')} in share row exclusive mode`,
      );
      await takeKey(source, target);
      const [wanted, before] = [await contentOf(source), await contentOf(target)];
      const counts = { people: wanted.rows[0]!, notes: wanted.rows[1]! };
      if (isSame(before, wanted)) return { ...counts, taken: 0 };
      if (before.rows.some((rows) => rows > 0))
        throw new VaultCopyRefused(
          `The target keeps ${String(before.rows[0])} people and ${String(before.rows[1])} notes that are not a copy of the source: it must keep nobody yet.`,
        );
      let taken = 0;
      for (const each of tables)
        await take(source, target, each, (rows) => onProgress((taken += rows)));
      if (!isSame(await contentOf(target), wanted))
        throw new VaultCopyRefused('What arrived is not what was sent: nothing was copied.');
      return { ...counts, taken };
    });
  });

/** The name and the check value of the key: whoever opens the target with another key is then told so. */
const takeKey = async (source: Client, target: Client): Promise<void> => {
  const keyOf = async (client: Client) => {
    const found = await client.query<{ id: string; row: string }>(
      'select key_id as id, to_jsonb(t)::text as row from vault.master_key t',
    );
    return found.rows[0];
  };
  const [sealing, opened] = [await keyOf(source), await keyOf(target)];
  if (opened && sealing && opened.id !== sealing.id)
    throw new VaultCopyRefused(
      `The target was opened with another VAULT_KEY: it has ${opened.id}, the source ${sealing.id}.`,
    );
  if (sealing && !opened) await put(target, 'vault.master_key', [sealing.row]);
};

interface Content {
  /** By table, as are the sums. */
  readonly rows: readonly number[];
  readonly sums: readonly string[];
}

/** How many rows there are and a sum over what stands in them, which is the same in whatever order they lie. */
const contentOf = async (client: Client): Promise<Content> => {
  // The same row is then the same text on both sides.
  await client.query(`set local time zone 'UTC'; set local bytea_output = 'hex'`);
  const found: { rows: number; sum: string }[] = [];
  for (const { table } of tables) {
    const digest = `encode(sha256(convert_to(to_jsonb(t)::text, 'UTF8')), 'hex')`;
    const { rows } = await client.query<{ rows: number; sum: string }>(
      `select count(*)::int as rows, coalesce(sum(('x' || left(${digest}, 15))::bit(60)::bigint::numeric), 0)::text as sum from ${table} t`,
    );
    found.push(...rows);
  }
  return { rows: found.map(({ rows }) => rows), sums: found.map(({ sum }) => sum) };
};

const isSame = (left: Content, right: Content): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

const take = async (
  source: Client,
  target: Client,
  { table, key }: (typeof tables)[number],
  onTaken: (rows: number) => void,
): Promise<void> => {
  for (let after = ''; ;) {
    const { rows } = await source.query<{ key: string; row: string }>(
      `select t.${key} as key, to_jsonb(t)::text as row from ${table} t where t.${key} > $1 order by t.${key} limit ${String(batch)}`,
      [after],
    );
    const last = rows.at(-1);
    if (!last) return;
    await put(
      target,
      table,
      rows.map(({ row }) => row),
    );
    onTaken(rows.length);
    after = last.key;
  }
};

const put = async (client: Client, table: string, rows: readonly string[]): Promise<void> => {
  await client.query(
    `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [`[${rows.join(',')}]`],
  );
};
