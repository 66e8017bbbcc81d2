import type { Plugin } from 'graphql-yoga';

/**
 * A fault of the request answers with 4xx. The GraphQL-over-HTTP draft asks for 200 where a client explicitly accepts only
 * `application/json`; everyone else, who said nothing or anything, is told by the status too.
 */
export const useStatus = (): Plugin => ({
  onResultProcess({ request, result }) {
    if (Array.isArray(result) || Symbol.asyncIterator in result) return;
    const { errors } = result;
    if (!errors?.length) return;
    const legacy = acceptsOnlyJson(request.headers.get('accept'));
    for (const error of errors) {
      const http =
        error.extensions.http ?? ('data' in result ? undefined : { status: 400, spec: true });
      if (http)
        Object.assign(error.extensions, { http: { ...http, spec: legacy && http.spec === true } });
    }
  },
});

const acceptsOnlyJson = (accept: string | null): boolean =>
  accept !== null && /^application\/json\s*(;[^,]*)?$/i.test(accept.trim());
