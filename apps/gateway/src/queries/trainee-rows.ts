import { maskName, type Vault } from '#vault';
import { regionPrefix, type PersonActor } from '#kernel';
import type { Where } from '#projections';
import type { trainees } from '#training';
import type { Trainee } from './trainee.types.js';

type Row = (typeof trainees)['empty'];

/** Relations to a trainee, as the permission table names them. */
export const partiesOfTrainee = (person: string, row: Row) => ({
  enterprise: row.enterprise,
  college: row.college,
  trainee: person,
  region: row.region,
});

/** The rows of a region that a view keeps by its code; none of nowhere. */
export const within = (region = ''): Where => ({ region: { prefix: regionPrefix(region) } });

/** The part of the list that an actor may see: its own organisation's people, its region's, or itself. */
export const scopeOf = (actor: PersonActor): Where => {
  switch (actor.role) {
    case 'chain-owner':
    case 'enterprise':
      return { enterprise: actor.organization ?? '' };
    case 'college':
      return { college: actor.organization ?? '' };
    case 'city-bureau':
    case 'province':
      return within(actor.region);
    case 'trainee':
    case 'assessment-body':
    case 'assessor':
    case 'base':
    case 'operator':
      return { person: actor.person ?? '' };
  }
};

/** Rows as the API shows them, with masked names from the vault, asked for once for all. */
export const traineeViews = async (
  vault: Vault,
  found: readonly { readonly key: string; readonly row: Row }[],
): Promise<readonly Trainee[]> => {
  const identities = await vault.identities(found.map(({ key }) => key));
  return found.map(({ key, row }) => {
    const identity = identities.get(key) ?? { state: 'unknown' as const };
    const { papers, work, ...rest } = row;
    return {
      ...rest,
      id: key,
      name: identity.state === 'known' ? maskName(identity.name) : undefined,
      erased: identity.state === 'erased',
      certificates: papers,
      employment: work as Trainee['employment'],
    };
  });
};

/** Both conditions must hold: what was asked for, and what the actor may see. Two different values for one column hold for no row. */
export const narrow = (asked: Where, scope: Where): Where => {
  const merged = { ...asked, ...scope };
  const clash = Object.keys(scope).find((name) => {
    const [wanted, allowed] = [asked[name], scope[name]];
    if (wanted === undefined || wanted === allowed) return false;
    if (typeof wanted === 'object' && wanted !== null && 'in' in wanted) {
      return !wanted.in.includes(allowed as string);
    }
    return true;
  });
  return clash === undefined ? merged : { ...merged, person: { in: [] } };
};
