import type { Plugin } from 'graphql-yoga';

/** A fault of the request answers with 4xx, whatever the client accepts: who sees only the status must not take it for an answer. */
export const useStatus = (): Plugin => ({
  onResultProcess({ result }) {
    if (Array.isArray(result) || Symbol.asyncIterator in result) return;
    const { errors } = result;
    if (!errors?.length) return;
    for (const error of errors) {
      const http = error.extensions.http ?? ('data' in result ? undefined : { status: 400 });
      if (http) Object.assign(error.extensions, { http: { ...http, spec: false } });
    }
  },
});
