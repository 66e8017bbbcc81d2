// These names and shapes are what is stored. Add, never edit; every line of events.golden.jsonl must still parse.
import { z } from 'zod';
import { Day, event, OccupationCode, RegionCode, Uuid } from '#kernel';

export const BaseRegistered = event('BaseRegistered', {
  baseId: Uuid,
  operator: Uuid,
  name: z.string().min(2).max(100),
  region: RegionCode,
  capacity: z.int().positive(),
  occupations: z.array(OccupationCode).min(1),
});
export const BaseOpened = event('BaseOpened', { baseId: Uuid, from: Day });
export const BaseSuspended = event('BaseSuspended', {
  baseId: Uuid,
  from: Day,
  reason: z.enum(['safety', 'renovation', 'authority-order', 'operator-request']),
});

export const TrainerBasis = z
  .enum(['contest-top-three', 'technical-expert', 'craftsman', 'excellent-trainer', 'reviewed'])
  .meta({ id: 'TrainerBasis' });
export const TrainerAdmitted = event('TrainerAdmitted', {
  baseId: Uuid,
  trainer: Uuid,
  basis: TrainerBasis,
  contestRank: z.int().positive().optional(),
});
export const TrainerRemoved = event('TrainerRemoved', { baseId: Uuid, trainer: Uuid });

export const BaseEvent = z.discriminatedUnion('type', [
  BaseRegistered,
  BaseOpened,
  BaseSuspended,
  TrainerAdmitted,
  TrainerRemoved,
]);
export type BaseEvent = z.infer<typeof BaseEvent>;
export type BasesEvent = BaseEvent;
