// A program that uses the store in every wrong way it can and then ends by itself: `misuse.ts URL DATABASE`. Says what each came to.
import { openEventStore } from '#event-store';
import { newEvent } from '../../../libs/event-store/spec/contract/subject.js';

const [url = '', databaseUrl = ''] = process.argv.slice(2);
const store = await openEventStore({ url, databaseUrl });
const append = async (event: object, stream = 'misuse-1'): Promise<string> => {
  const made = newEvent(event);
  return store.append([[{ stream, expected: 'any', events: [made] }]]).then(
    ([outcome]) => (outcome?.ok ? 'written' : 'refused'),
    (error: unknown) => (error as Error).name,
  );
};
const circle: { self?: object } = {};
circle.self = circle;
console.log('bigint', await append({ data: { amount: 1n } }));
console.log('circle', await append({ data: circle }));
console.log('undefined', await append({ data: undefined }));
console.log('undefined inside', await append({ data: { a: undefined } }));
console.log('id', await append({ id: 'not-a-uuid' }));
console.log('too large', await append({ data: { text: 'x'.repeat(2_000_000) } }));
console.log('right', await append({}));
for await (const { type } of store.subscribe(undefined)) {
  console.log('left early', type);
  break;
}
const neverRead = store.subscribe(undefined)[Symbol.asyncIterator]();
void neverRead.next();
await store.wake(undefined, 10);
const late = append({}, 'misuse-2');
await store.close();
console.log('on its way at the end', await late);
console.log('after the end', await append({}));
