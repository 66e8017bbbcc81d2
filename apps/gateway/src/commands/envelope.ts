import type { Envelope } from '#event-store';
import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { LocalDate } from '../scalars.js';

@InputType({
  description:
    'A document that backs an act: its digest is recorded, the document stays elsewhere. 佐证材料。',
})
export class EvidenceInput {
  @Field({ description: 'What kind of document it is. 材料类别。' })
  kind!: string;

  @Field({
    description: 'SHA-256 of the document, 64 lower-case hexadecimal digits. 材料的SHA-256摘要。',
  })
  digest!: string;
}

/** What every mutation takes beside its input. */
@ArgsType()
export class EnvelopeArgs {
  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of this act: sending it again gives the first answer again. 命令编号（幂等）。',
  })
  commandId?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      'The day it happened, when that is not today and the input does not say. 发生日期。',
  })
  occurredOn?: string | null;

  @Field(() => [EvidenceInput], {
    nullable: true,
    description: 'Documents that back it. 佐证材料。',
  })
  evidence?: EvidenceInput[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The approval under which a late entry is recorded. 补录批准编号。',
  })
  lateApproval?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Decide and answer, but record nothing. 仅预演，不写入。',
  })
  preview?: boolean | null;
}

const traceparent = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The dispatcher's envelope. A traceparent that is not one is left out: it is a convenience, not part of the act. */
export const envelopeOf = (args: EnvelopeArgs, trace: string | undefined): Envelope => ({
  commandId: args.commandId ?? undefined,
  occurredOn: args.occurredOn ?? undefined,
  evidence: args.evidence?.map(({ kind, digest }) => ({ kind, digest })),
  lateApproval: args.lateApproval ?? undefined,
  preview: args.preview ?? false,
  trace: trace !== undefined && traceparent.test(trace) ? trace : undefined,
});
