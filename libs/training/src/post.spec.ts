import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import { enterprise } from '../spec/offer-world.js';
import { post } from './post.js';
import { same } from './same.js';

const postId = idOf('post');
const words = {
  ...{ postId, enterprise, title: '数控车工', kind: 'technical-skill' as const },
  ...{ occupation: '6-18-01-01', places: 20 },
};
const publish = { type: 'PublishPost', data: words } as const;
const published = { type: 'PostPublished', data: words } as const;
const close = { type: 'ClosePost', data: { postId } } as const;
const closed = { type: 'PostClosed', data: { postId } } as const;

describe('a post', () => {
  it('is published by its enterprise', () => {
    given(post).when(publish).then(published);
    expect(post.parties(publish, post.initial, {})).toEqual({ enterprise });
    expect(post.parties(close, post.initial, {})).toEqual({ enterprise: undefined });
  });
  it('is closed', () => {
    given(post, published).when(close).then(closed);
  });
  it('is not published in other words, nor again once closed', () => {
    const more = { ...publish, data: { ...words, places: 21 } };
    given(post, published)
      .when(more)
      .thenRejected({ code: 'E_STATE', detail: { phase: 'open' } });
    given(post, published, closed).when(more).thenRejected('E_STATE');
  });
  it('says nothing when it is published or closed already', () => {
    given(post, published).when(publish).thenNothing();
    given(post, published, closed).when(close).thenNothing();
  });
  it('is known only once it was published', () => {
    given(post).when(close).thenRejected('E_UNKNOWN');
  });
});

describe('what is recorded and what is asked', () => {
  it('are the same whatever the order of their fields and whether one is left out', () => {
    expect(same({ a: 1, b: [{ c: 2, d: undefined }] }, { b: [{ c: 2 }], a: 1 })).toBe(true);
  });
  it('differ by any value, by the order of a list, and from nothing', () => {
    expect(same({ a: 1 }, { a: 2 })).toBe(false);
    expect(same({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
    expect(same(undefined, {})).toBe(false);
  });
});
