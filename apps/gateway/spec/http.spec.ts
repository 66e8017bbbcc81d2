import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { serverAudits } from 'graphql-http';
import { describeSchema } from '../src/describe-schema.js';
import { province, running, type Running } from './running.js';
import { workshop } from './workshop.js';

let gateway: Running;
let token: string;
beforeAll(async () => {
  gateway = await running({ explorer: true });
  token = await gateway.issuer.sign(province);
});
afterAll(() => gateway.app.close());

describe('the HTTP face', () => {
  // The draft would hide faults from clients that accept only application/json behind 200; here a fault is 4xx for everyone.
  it('passes every audit of graphql-http but the three that ask 200 for a fault', async () => {
    const fetchFn = (input: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${token}`);
      return fetch(input, { ...init, headers });
    };
    const audits = serverAudits({ url: `${gateway.origin}/graphql`, fetchFn });
    const results = [];
    for (const audit of audits) results.push(await audit.fn());
    expect(
      results.filter(({ status }) => status !== 'ok').map(({ name, status }) => ({ name, status })),
    ).toEqual(
      [
        'SHOULD use 200 status code on document parsing failure when accepting application/json',
        'SHOULD use 200 status code on document validation failure when accepting application/json',
        'SHOULD use a status code of 200 on variable coercion failure when accepting application/json',
      ].map((name) => ({ name, status: 'warn' })),
    );
    expect(results.length).toBeGreaterThanOrEqual(60);
  });
  it('gives another origin no leave to read', async () => {
    const response = await gateway.post(
      { query: '{ __typename }' },
      { origin: 'http://evil.example' },
    );
    expect(
      [...response.headers.keys()].filter((name) => name.startsWith('access-control')),
    ).toEqual([]);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-powered-by')).toBeNull();
  });
  it('takes no batches of operations', async () => {
    expect((await gateway.post([{ query: '{ __typename }' }])).status).toBe(400);
  });
});

describe('the explorer', () => {
  const page = () => fetch(`${gateway.origin}/graphql`, { headers: { accept: 'text/html' } });

  it('is one page that needs no other host', async () => {
    const response = await page();
    const html = await response.text();
    expect(response.status).toBe(200);
    // Compared as booleans: the page has nine million characters, which nobody wants in a failure's message.
    expect(html.includes('<title>SkillTrace</title>')).toBe(true);
    expect(/<(script|link|img)[^>]+(src|href)="https?:/.test(html)).toBe(false);
    expect(response.headers.get('content-security-policy')).toContain("connect-src 'self'");
  });
  it('opens nothing but its page', async () => {
    const asked = await fetch(`${gateway.origin}/graphql`, {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    });
    expect(asked.status).toBe(401);
    const told = await fetch(`${gateway.origin}/graphql?query={__typename}`, {
      headers: { accept: 'text/html' },
    });
    expect(told.headers.get('content-type')).toContain('text/html');
    expect((await told.text()) === (await (await page()).text())).toBe(true);
  });
});

describe('the start', () => {
  it('serves the very schema that is printed', async () => {
    const { schema } = gateway.app.get(GraphQLSchemaHost);
    expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toBe(
      await describeSchema([workshop], []),
    );
  });
  it('fails by name when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(running({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    other.close();
  });
});
