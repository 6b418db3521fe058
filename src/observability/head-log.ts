import type { RequestHeadEvent } from './events.ts';
import type { Logger } from './logger.ts';

/** Headers that help to find a fault: those of proxies, browsers and Notes. A sender cannot add other names to the log. */
const SHOWN: readonly string[] = [
  'host',
  'authorization',
  'cookie',
  'accept',
  'accept-language',
  'content-type',
  'content-length',
  'transfer-encoding',
  'connection',
  'user-agent',
  'origin',
  'referer',
  'via',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
  'sec-purpose',
  'traceparent',
];

/**
 * Logs at level `trace` which headers a request has and how long each is: whether a proxy has removed or cut one shows,
 * and no value does.
 * @returns undefined when the level is not enabled, so that nobody collects anything for it
 */
export function createHeadLog(logger: Logger): ((event: RequestHeadEvent) => void) | undefined {
  if (!logger.isLevelEnabled('trace')) return undefined;
  return ({ requestId, httpVersion, headers, isEncrypted, isPeerTrusted }) => {
    const lengths = SHOWN.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, String(value).length] as const];
    });
    const line = {
      kind: 'head',
      request_id: requestId,
      http_version: httpVersion,
      encrypted: isEncrypted,
      peer_trusted: isPeerTrusted,
      header_lengths: Object.fromEntries(lengths),
      other_headers: Object.keys(headers).length - lengths.length,
    };
    logger.trace(line, 'request head');
  };
}
