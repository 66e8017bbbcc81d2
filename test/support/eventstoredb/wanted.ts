import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';

interface About {
  readonly type: string;
  readonly stream: string;
}

/** Whether an event passes a filter: its type or stream by regular expression or by prefixes. */
export const wantedBy = (
  filter: ReadReq.Options.FilterOptions | undefined,
): ((about: About) => boolean) => {
  const onStream = filter?.getStreamIdentifier();
  const expression = onStream ?? filter?.getEventType();
  if (!expression) return () => true;
  const part = ({ type, stream }: About) => (onStream ? stream : type);
  const prefixes = expression.getPrefixList();
  if (prefixes.length > 0)
    return (about) => prefixes.some((prefix) => part(about).startsWith(prefix));
  const regex = new RegExp(expression.getRegex(), 'u');
  return (about) => regex.test(part(about));
};
