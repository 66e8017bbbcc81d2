import type { z } from 'zod';
import type { Message } from './message.js';

/** What one message asks for: a command for the decider of a category, and the field of the message's data that it is about. */
export interface PartnerCommand {
  readonly category: string;
  readonly command: Message;
  /** `roster.3`; empty for the message as a whole. Goes back to the partner when the command is refused. */
  readonly field: string;
}

/**
 * A message that systems of partners may send, and the commands it stands for. The commands are decided for the partner's own account,
 * so the permission table applies as it does for people.
 */
export interface PartnerMessage<D extends object = object> {
  /** `AttendanceReported`; the CloudEvents type is `skilltrace.partner.` and this. */
  readonly name: string;
  /** One sentence in English that ends in a full stop. */
  readonly summary: string;
  readonly data: z.ZodType<D>;
  /**
   * Pure. In the order in which they are to be tried; one that is refused does not keep back the others. `id` derives the same UUID
   * from the same name for the same message, so that a repeated message asks for the same.
   */
  commands(data: D, id: (name: string) => string): readonly PartnerCommand[];
}

/** Identity with types. */
export const partnerMessage = <D extends object>(
  definition: PartnerMessage<D>,
): PartnerMessage<D> => definition;

/** Any partner message, seen from the inbox. Methods are bivariant, so every one fits. */
export type AnyPartnerMessage = PartnerMessage;
