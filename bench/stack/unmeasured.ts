import { registerHooks } from 'node:module';

/**
 * Preloaded into the service: takes the measuring of requests and grants out while it loads. The service has no switch
 * for that, and needs none; here it is the base that everything else is compared with.
 */
const MEASURING: readonly string[] = [
  "watch('metrics', () => metrics.inFlight.inc());",
  "watch('metrics', () => countRequest(metrics, record));",
  "watch('metrics', () => countGrant(metrics, labels, event));",
];

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith('/observability/hub.js')) return loaded;
    let source = String(loaded.source);
    for (const text of MEASURING) {
      if (!source.includes(text)) throw new Error(`the hub has no ${text}`);
      source = source.replace(text, '');
    }
    return { ...loaded, source };
  },
});
