// Two servers and the library's client alone: `bare-client.ts LOST KEPT`. Says when it may be done to the servers what the spec does.
import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';

const [lost, kept] = process.argv.slice(2).map((url) => EventStoreDBClient.connectionString(url));
const append = (client: EventStoreDBClient | undefined) =>
  client?.appendToStream(`hours-${randomUUID()}`, jsonEvent({ type: 'HoursLogged', data: {} }));
await append(lost);
await append(kept);
console.log('appended');
process.stdin.once('data', () => {
  append(kept)?.then(
    () => console.log('written'),
    (error: unknown) => console.log(String((error as { type?: string }).type)),
  );
  console.log('on its way');
});
