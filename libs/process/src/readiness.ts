/** What one condition says of itself, in one line that holds no address, no name and no data: anybody may read it. */
export interface Finding {
  readonly ok: boolean;
  readonly says: string;
}

/** A question whose answer decides whether work should be sent here. A rejection counts as "does not answer". */
export type Condition = () => Finding | Promise<Finding>;

/** The answer, with each condition by name. Anybody may read it. */
export interface ReadinessReport {
  readonly ready: boolean;
  readonly conditions: Readonly<Record<string, Finding>>;
}

/** Whether work may be sent to this process, asked anew each time: all conditions hold, and it is not on its way out. */
export class Readiness {
  readonly #conditions = new Map<string, Condition>();
  #asking: Promise<ReadinessReport> | undefined;
  #leaving = false;

  /** `patienceMs` is for all conditions together; what has not answered then is not ready. */
  constructor(private readonly patienceMs = 2_000) {}

  /** Adds a condition or replaces the one of that name. */
  set(name: string, condition: Condition): void {
    this.#conditions.set(name, condition);
  }

  remove(name: string): void {
    this.#conditions.delete(name);
  }

  /** From now on it is not ready, whatever its conditions say; there is no way back. */
  leave(): void {
    this.#leaving = true;
  }

  /** Never rejects. Who asks while others are being answered gets the same answer, so that probes cost little. */
  report(): Promise<ReadinessReport> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<ReadinessReport> {
    const asked = [...this.#conditions].map(
      async ([name, condition]) => [name, await this.#inTime(condition)] as const,
    );
    const conditions = Object.fromEntries(await Promise.all(asked));
    const leaving = { process: { ok: false, says: 'stopping' } };
    return {
      ready: !this.#leaving && Object.values(conditions).every(({ ok }) => ok),
      conditions: this.#leaving ? { ...conditions, ...leaving } : conditions,
    };
  }

  async #inTime(condition: Condition): Promise<Finding> {
    const { promise: late, resolve } = Promise.withResolvers<Finding>();
    const timer = setTimeout(
      () => resolve({ ok: false, says: 'no answer in time' }),
      this.patienceMs,
    );
    try {
      return await Promise.race([condition(), late]);
    } catch {
      // The words of an error can hold addresses; that it failed is all that probes need.
      return { ok: false, says: 'does not answer' };
    } finally {
      clearTimeout(timer);
    }
  }
}
