import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JWK,
  type JWTVerifyGetKey,
  type RemoteJWKSet,
} from 'jose';
import { discoverKeySet } from './discovery.js';

/** The public keys that sign the tokens believed here. */
export interface TokenKeys {
  /**
   * The key for a token's header, as jose asks for it. Rejects with `KeysUnavailable` when the keys cannot be had, which says nothing
   * about the token: the caller answers 503. Any other rejection is about the token.
   */
  readonly find: JWTVerifyGetKey;
  /** Why keys cannot be had now, in one line without an address; undefined when they can. Tries to get them first. Never rejects. */
  trouble(): Promise<string | undefined>;
  /** Ends the refreshing. */
  close(): void;
}

/** The issuer's keys are out of reach: nothing can be said of any token, and the same request may be sent again. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/** Keys from the configuration. */
export const localKeys = (keys: readonly JWK[]): TokenKeys => ({
  find: createLocalJWKSet({ keys: [...keys] }),
  trouble: async () => undefined,
  close: () => undefined,
});

/** Whose keys, and how long they are asked for and believed. */
export interface RemoteKeysOptions {
  readonly issuer: string;
  /** Default: `jwks_uri` of the issuer's OpenID configuration. */
  readonly jwksUrl?: string | undefined;
  /** Milliseconds for one answer; default 5,000. */
  readonly timeoutMs?: number;
  /** Milliseconds between refreshments; default five minutes. */
  readonly refreshMs?: number;
  /** Milliseconds for which keys that could not be refreshed are still good; default an hour. */
  readonly goodForMs?: number;
  /** Milliseconds before the key set is asked again for a key that was not in it; default 30,000. */
  readonly cooldownMs?: number;
  /** Milliseconds before a key set that did not answer is asked again; default 1,000. */
  readonly pauseMs?: number;
}

/**
 * Keys that the issuer publishes. Fetched when the first token comes, refreshed beside the requests, and fetched again, at most
 * once in `cooldownMs`, for a token whose key is not among them. An issuer out of reach is felt only when the last answer is older than
 * `goodForMs`: a key that was withdrawn meanwhile is believed for as long.
 *
 * Source: OpenID Connect Discovery 1.0, RFC 7517.
 */
export const remoteKeys = (options: RemoteKeysOptions): TokenKeys => new RemoteKeys(options);

class RemoteKeys implements TokenKeys {
  #set: RemoteJWKSet | undefined;
  #failedAt = -Infinity;
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly options: RemoteKeysOptions) {
    const { refreshMs = 300_000 } = options;
    // Should it fail, the keys at hand serve on, and readiness and requests meet the failure when they have become too old.
    this.#timer = setInterval(() => void this.#refresh().catch(() => undefined), refreshMs).unref();
  }

  readonly find: JWTVerifyGetKey = (header, token) => this.#reaching((keys) => keys(header, token));

  async trouble(): Promise<string | undefined> {
    if (this.#set?.fresh) return undefined;
    try {
      await this.#refresh();
      return undefined;
    } catch {
      // Where and why is not for everybody who may ask for readiness.
      return 'the key set of the token issuer cannot be had';
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #refresh(): Promise<void> {
    return this.#reaching((keys) => keys.reload());
  }

  /** Passes on what is about the token; everything else means that the keys cannot be had. */
  async #reaching<T>(ask: (keys: RemoteJWKSet) => Promise<T>): Promise<T> {
    const { pauseMs = 1_000 } = this.options;
    if (!this.#set?.fresh && performance.now() - this.#failedAt < pauseMs)
      throw new KeysUnavailable('the key set did not answer a moment ago');
    try {
      return await ask(this.#set ?? (await this.#open()));
    } catch (error) {
      if (isAboutToken(error)) throw error;
      this.#failedAt = performance.now();
      throw new KeysUnavailable('the key set of the issuer cannot be had', { cause: error });
    }
  }

  async #open(): Promise<RemoteJWKSet> {
    const { issuer, jwksUrl, timeoutMs = 5_000, goodForMs = 3_600_000 } = this.options;
    const url = jwksUrl ?? (await discoverKeySet(issuer, timeoutMs));
    return (this.#set ??= createRemoteJWKSet(new URL(url), {
      timeoutDuration: timeoutMs,
      cooldownDuration: this.options.cooldownMs ?? 30_000,
      cacheMaxAge: goodForMs,
    }));
  }
}

const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
