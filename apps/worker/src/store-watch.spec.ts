import { describe, expect, it, jest } from '@jest/globals';
import { StoreWatch } from './store-watch.js';

const watched = () => {
  const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
  return { log, watch: new StoreWatch(log as never) };
};

describe('the watch over the event store', () => {
  it('names an event that is passed over, and work may go on being sent here', () => {
    const { log, watch } = watched();
    watch.hear({ kind: 'passed-over', event: 'smoke-1@0' });
    expect(log.warn).toHaveBeenCalledWith({ event: 'smoke-1@0' }, expect.any(String));
    expect(watch.finding()).toEqual({ ok: true, says: 'answers' });
  });

  it('says in readiness that the index stands still, and in the log alone at what', () => {
    const { log, watch } = watched();
    watch.hear({ kind: 'standing-still', reason: 'hours-1@0 holds no JSON object' });
    watch.hear({ kind: 'passed-over', event: 'smoke-1@0' });
    expect(log.error).toHaveBeenCalledWith(
      { reason: 'hours-1@0 holds no JSON object' },
      expect.any(String),
    );
    expect(watch.finding()).toEqual({
      ok: true,
      says: 'answers; its index stands still, see the log',
    });
    watch.hear({ kind: 'going-on' });
    expect(watch.finding()).toEqual({ ok: true, says: 'answers' });
  });
});
