/** What a store does by itself, apart from anybody's call, and what it cannot do. */
export type StoreTrouble =
  /** Others keep events on the server too: they are no part of the feed. Told once for each kind of stream, naming the first. */
  | { readonly kind: 'passed-over'; readonly event: string }
  /** The index does not move on. Answers are right and slower, or refused for the same reason. */
  | { readonly kind: 'standing-still'; readonly reason: string }
  /** It does again. */
  | { readonly kind: 'going-on' };

/** Must not throw; called from the store's own work, so it must be quick. */
export type OnStoreTrouble = (trouble: StoreTrouble) => void;
