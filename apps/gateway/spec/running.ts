import type { AddressInfo } from 'node:net';
import { StoreUnavailable, type Dispatcher, type Envelope, type EventStore } from '#event-store';
import { developmentIssuer, newDevelopmentKey, verifier } from '#identity';
import type { Actor, PersonActor } from '#kernel';
import pino from 'pino';
import { createGateway, type GatewayOptions } from '../src/index.js';
import { workshop } from './workshop.js';

export interface Sent {
  readonly category?: string;
  readonly command: unknown;
  readonly envelope: Envelope;
  readonly actor: Actor;
}

/** Writes down what reaches it and accepts everything: what these specs ask is what the gateway hands over. */
export class RecordingDispatcher implements Dispatcher {
  readonly sent: Sent[] = [];
  down = false;

  async dispatch(category: string, command: unknown, envelope: Envelope, actor: Actor) {
    this.answerable();
    this.sent.push({ category, command, envelope, actor });
    const { data, type } = command as { type: string; data: { label?: string } };
    if (data.label === 'refuse') {
      const reason = {
        code: 'E_INPUT',
        clause: 'platform',
        zh: '不行',
        en: 'no',
        detail: { n: 1 },
        path: 'data.label',
      };
      return { outcome: 'rejected' as const, commandId: 'c', reasons: [reason] as const };
    }
    return {
      outcome: 'accepted' as const,
      commandId: envelope.commandId ?? 'c',
      events: [{ type, data }],
    };
  }

  async dispatchMany(
    lines: Parameters<Dispatcher['dispatchMany']>[0],
    envelope: Envelope,
    actor: Actor,
  ) {
    const outcomes = await Promise.all(
      lines.map(async ({ category, command, label }, index) => ({
        index,
        label,
        outcome: await this.dispatch(category, command, envelope, actor),
      })),
    );
    const rejected = outcomes.filter(({ outcome }) => outcome.outcome === 'rejected').length;
    return { accepted: outcomes.length - rejected, rejected, lines: outcomes };
  }

  async dispatchSheet(command: unknown, envelope: Envelope, actor: Actor) {
    const { data } = command as { data: { chairs: string[] } };
    this.sent.push({ command, envelope, actor });
    return this.dispatchMany(
      data.chairs.map((chair) => ({
        category: 'chair',
        command: { type: 'BuildChair', data: { chair } },
        label: chair,
      })),
      envelope,
      actor,
    );
  }

  private answerable() {
    if (this.down) throw new StoreUnavailable('the socket 10.0.0.7:5432 was closed');
  }
}

/** A store that is empty, or out of reach: for specs that never look at an event. */
export const emptyStore = (isDown: () => boolean): EventStore =>
  new Proxy({} as EventStore, {
    get: (_, method) => {
      if (method === 'isPosition') return (text: string) => /^\d+$/.test(text);
      // Nest asks every value whether it is a promise.
      if (method === 'then') return undefined;
      return async () => {
        if (isDown()) throw new StoreUnavailable('the socket 10.0.0.7:5432 was closed');
        return method === 'head' ? undefined : [];
      };
    },
  });

export const enterprise: PersonActor = { user: 'hr', role: 'enterprise', organization: 'e-1' };
export const province: PersonActor = { user: 'gd', role: 'province', region: '44' };

/** A gateway on a free port of the loopback with tokens for whom one likes. */
export const running = async (options: Partial<GatewayOptions> = {}) => {
  const issuer = await developmentIssuer(await newDevelopmentKey());
  const dispatcher = new RecordingDispatcher();
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const app = await createGateway({
    store: emptyStore(() => dispatcher.down),
    dispatcher,
    contexts: [workshop],
    areas: [],
    verify: verifier(issuer),
    port: 0,
    log,
    ...options,
  });
  const { port } = app.getHttpServer().address() as AddressInfo;
  const origin = `http://127.0.0.1:${String(port)}`;
  const post = async (body: unknown, headers: Record<string, string> = {}) => {
    const token = await issuer.sign(enterprise);
    return fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  };
  const ask = async (query: string, variables: object = {}, more: object = {}) => {
    const response = await post({ query, variables, ...more });
    return { status: response.status, ...((await response.json()) as Answer) };
  };
  return { app, origin, port, issuer, dispatcher, lines, post, ask };
};

export interface Answer {
  // Answers are compared as values; their types are the schema's business.
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: unknown;
    readonly extensions?: { code?: string };
  }[];
}
export type Running = Awaited<ReturnType<typeof running>>;
