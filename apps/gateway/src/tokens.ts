/** Injection tokens of what the application hands in. */
export const STORE = Symbol('EventStore');
export const DISPATCHER = Symbol('Dispatcher');
export const WHEREABOUTS = Symbol('Whereabouts');
/** The decision engine itself, behind the command bus. */
export const ENGINE = Symbol('Engine');
/** What `/readyz` answers from. */
export const READINESS = Symbol('Readiness');
