/** An event as the test server keeps it. */
export interface LoggedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  /** When the server stored it, in ticks of 100 ns since 1970. */
  readonly created: string;
  readonly metadata: Uint8Array;
  readonly data: Uint8Array;
}

/** Length and text of what is short, then length and bytes of the metadata, then the data. */
export const encodeEvent = ({ metadata, data, ...rest }: LoggedEvent): Buffer => {
  const head = Buffer.from(JSON.stringify(rest));
  const lengths = Buffer.allocUnsafe(8);
  lengths.writeUInt32LE(head.length, 0);
  lengths.writeUInt32LE(metadata.length, 4);
  return Buffer.concat([lengths, head, metadata, data]);
};

export const decodeEvent = (bytes: Buffer): LoggedEvent => {
  const [head, metadata] = [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
  const rest = JSON.parse(bytes.toString('utf8', 8, 8 + head)) as Omit<
    LoggedEvent,
    'metadata' | 'data'
  >;
  return {
    ...rest,
    metadata: bytes.subarray(8 + head, 8 + head + metadata),
    data: bytes.subarray(8 + head + metadata),
  };
};
