import { hoursLedger } from '#training';
import type { ReadModels } from './read-models.js';
import type { HoursTotal } from './trainee.types.js';

type Sum = { readonly [K in keyof HoursTotal]: HoursTotal[K] };

/** Sums over what stands of one path's ledger; a path has a few hundred entries at most (domain analysis §6). */
export const hoursTotals = async (
  models: ReadModels,
  apprenticeshipId: string | undefined,
): Promise<HoursTotal[]> => {
  if (apprenticeshipId === undefined) return [];
  const totals = new Map<string, Sum>();
  for await (const row of linesOf(models, apprenticeshipId)) {
    if (row.standing === 'reversed') continue;
    const { activity, venue } = row;
    const key = `${activity}/${venue}`;
    const sum = totals.get(key) ?? {
      activity,
      venue,
      entries: 0,
      loggedMinutes: 0,
      recognisedMinutes: 0,
    };
    totals.set(key, {
      ...sum,
      entries: sum.entries + 1,
      loggedMinutes: sum.loggedMinutes + row.minutes,
      recognisedMinutes: sum.recognisedMinutes + row.recognisedMinutes,
    });
  }
  return [...totals.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
};

async function* linesOf(models: ReadModels, apprenticeship: string) {
  let after: string | undefined;
  do {
    const page = await models
      .of(hoursLedger)
      .page({ where: { apprenticeship }, first: 1_000, after });
    for (const { row } of page.rows) yield row;
    after = page.hasNext ? page.rows.at(-1)?.cursor : undefined;
  } while (after !== undefined);
}
