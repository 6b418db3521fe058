import { isDomiError } from '../oauth/errors.ts';
import type { Tracing } from '../observability/tracing.ts';
import type { SendToProvider } from './sender.ts';

/**
 * A client span for each call, by the semantic conventions for HTTP, but without the query, where some services want a
 * token. Nothing is injected into the call: which of our requests belong together is no business of a provider.
 */
export function traceSender(send: SendToProvider, tracing: Tracing): SendToProvider {
  return (request, budget) => {
    const span = tracing.current();
    if (!span.isSampled) return send(request, budget);
    const { origin, pathname, hostname, port, protocol } = new URL(request.url);
    const attributes = {
      'http.request.method': 'POST',
      'url.full': origin + pathname,
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
    };
    return span.run('POST', 'client', attributes, async (call) => {
      try {
        const answer = await send(request, budget);
        call.set({ 'http.response.status_code': answer.status });
        if (answer.status >= 400) call.fail(String(answer.status));
        return answer;
      } catch (error) {
        call.fail(isDomiError(error) ? error.code : 'server_error');
        throw error;
      }
    });
  };
}
