import { describe, expect, it } from '@jest/globals';
import { readConfiguration } from './configuration.js';

const vault = 'ab'.repeat(32);
const keys = [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }];
const tokens = {
  TOKEN_ISSUER: 'https://id.example.cn',
  TOKEN_AUDIENCE: 'skilltrace',
  TOKEN_KEYS: JSON.stringify({ keys }),
};
const services = { DATABASE_URL: 'postgres://u:p@db:5432/s', VAULT_KEY: vault, ...tokens };

describe('the configuration', () => {
  it('needs nothing in embedded mode', () => {
    expect(readConfiguration({})).toEqual({
      mode: 'embedded',
      port: 3000,
      logLevel: 'warn',
      dataDirectory: '.data',
      vaultKey: undefined,
      tokens: undefined,
      demo: true,
    });
    expect(readConfiguration({ DEMO: 'off' })).toMatchObject({ demo: false });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfiguration({ DATABASE_URL: '', PORT: '', DATA_DIR: '', VAULT_KEY: '' })).toEqual(
      readConfiguration({}),
    );
  });

  it('has no default for a secret beside a database of its own', () => {
    expect(readConfiguration(services)).toEqual({
      mode: 'services',
      port: 3000,
      logLevel: 'warn',
      databaseUrl: services.DATABASE_URL,
      eventStoreUrl: undefined,
      vaultKey: vault,
      tokens: {
        ...{ issuer: 'https://id.example.cn', audience: 'skilltrace', keys },
        ...{ jwksUrl: undefined, claims: undefined },
      },
    });
    expect(() => readConfiguration({ ...services, VAULT_KEY: undefined })).toThrow(/VAULT_KEY/);
    expect(() => readConfiguration({ DATABASE_URL: services.DATABASE_URL })).toThrow(
      /VAULT_KEY .* TOKEN_ISSUER, TOKEN_AUDIENCE and TOKEN_KEYS must be set/,
    );
  });

  it('has its events elsewhere only beside a database of its own', () => {
    const EVENT_STORE_URL = 'esdb://store:2113';
    expect(readConfiguration({ ...services, EVENT_STORE_URL })).toMatchObject({
      databaseUrl: services.DATABASE_URL,
      eventStoreUrl: EVENT_STORE_URL,
    });
    expect(() => readConfiguration({ EVENT_STORE_URL })).toThrow(/DATABASE_URL must be set/);
  });

  it.each([
    ['PORT', 'high', /PORT must be a number/],
    ['PORT', '70000', /PORT must be at most 65535/],
    ['PORT', '-1', /PORT /],
    ['DEMO', 'maybe', /DEMO must be on or off/],
    ['LOG_LEVEL', 'loud', /LOG_LEVEL must be one of trace, debug/],
    ['DATABASE_URL', 'mysql://db/s', /DATABASE_URL must be a URL like postgres:/],
    ['VAULT_KEY', 'short', /VAULT_KEY must be 64 hexadecimal digits/],
    ['TOKEN_KEYS', '{', /TOKEN_KEYS must be a JSON Web Key Set/],
    ['TOKEN_KEYS', '{"keys":[]}', /TOKEN_KEYS must be a JSON Web Key Set/],
    ['TOKEN_ISSUER', 'alone', /are set together or not at all/],
  ])('names %s when it is %s', (name, value, line) => {
    expect(() => readConfiguration({ [name]: value })).toThrow(line);
  });

  it('never repeats a secret, and refuses a private key where a public one belongs', () => {
    const refused = () =>
      readConfiguration({
        ...tokens,
        VAULT_KEY: 'a-secret',
        TOKEN_KEYS: JSON.stringify({ keys: [{ ...keys[0], d: 'private-part' }] }),
      });
    expect(refused).toThrow(/TOKEN_KEYS .* public/);
    expect(refused).not.toThrow(/a-secret|private-part/);
  });
});
