import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailable, type EventStore } from '#event-store';
import { Controller, Get, Inject } from '@nestjs/common';
import { STORE } from '../tokens.js';

const patience = 2_000;

/** For supervisors: alive is that the process answers, ready is that the store does. No token, no data. */
@Controller('health')
export class HealthController {
  constructor(@Inject(STORE) private readonly store: EventStore) {}

  @Get('live')
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready() {
    const timer = new AbortController();
    const late = pause(patience, 'late' as const, { signal: timer.signal, ref: false });
    try {
      const first = await Promise.race([this.store.head(), late]);
      if (first === 'late') throw new StoreUnavailable('the store did not answer in time');
      return { status: 'ok' };
    } finally {
      // The timer's own rejection is its end, nobody waits for it any more.
      late.catch(() => undefined);
      timer.abort();
    }
  }
}
