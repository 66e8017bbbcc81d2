/** An `EVENT_STORE_URL` that cannot be used. The message is one line, names the part and never quotes a secret. */
export class EventStoreUrlError extends Error {
  override readonly name = 'EventStoreUrlError';
}
