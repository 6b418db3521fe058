import http from 'node:http';
import https from 'node:https';
import got, { type Got, RequestError, TimeoutError } from 'got';
import type { OutboundProxies } from '../networks/outbound-proxies.ts';
import { toProxyEnvironment } from '../networks/to-proxy-environment.ts';
import { DomiError, isDomiError } from '../oauth/errors.ts';
import type { ProviderResponse } from '../oauth/provider-response.ts';
import type { ProviderRequest } from '../oauth/token-request.ts';
import type { Clock } from '../time/clock.ts';

/**
 * Sends one request to a provider and returns the response, whatever its status. Throws DomiError without a response.
 * @param budget milliseconds for all phases together
 */
export type SendToProvider = (request: ProviderRequest, budget: number) => Promise<ProviderResponse>;

/** Milliseconds per phase. */
export interface UpstreamTimeouts {
  readonly lookup: number;
  readonly connect: number;
  readonly secureConnect: number;
  /** All phases together, if less than the budget of the call. */
  readonly request?: number;
}

export interface SenderOptions {
  readonly userAgent: string;
  readonly clock: Clock;
  readonly timeouts?: Partial<UpstreamTimeouts> | undefined;
  /** Undefined: every call goes out directly. */
  readonly proxies?: OutboundProxies | undefined;
}

const TIMEOUTS: UpstreamTimeouts = { lookup: 3000, connect: 3000, secureConnect: 5000 };

/** A token response has a few KB; a larger one is a fault, or an attack on our memory. */
const MAX_RESPONSE_BYTES = 64 * 1024;

/** Below the idle time after which services close a connection, so that we rarely write into a closing one. */
const IDLE_SOCKET_MS = 4000;

/**
 * There is one more attempt, and only if no connection was made: no byte of the token has been sent then. A server that
 * is being replaced, or a name server that lost a packet, is often back after this pause.
 */
const RETRY_PAUSE_MS = 100;
const MIN_RETRY_MS = 1000;

/**
 * Phases that end before the request line is written: the provider cannot have seen the token, so the caller may
 * say that it is still valid. All other failures are ambiguous.
 */
const UNSENT_PHASES = new Set(['lookup', 'connect', 'secureConnect']);
const UNSENT_CODES = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
]);

export function createSender(options: SenderOptions): SendToProvider {
  const client = createClient(options);
  const { clock } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };

  /** Uses the stream of got, not its promise: it costs a quarter less, and the size can be checked chunk by chunk. */
  function sendOnce(request: ProviderRequest, budget: number): Promise<ProviderResponse> {
    return new Promise((resolve, reject) => {
      const stream = client.stream(request.url, {
        headers: request.headers,
        body: request.body,
        timeout: { ...timeouts, request: Math.min(timeouts.request ?? budget, budget) },
      });
      const chunks: Buffer[] = [];
      let bytes = 0;
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes <= MAX_RESPONSE_BYTES) return;
        reject(new DomiError('provider_invalid_answer', { reason: 'response larger than 64 KiB' }));
        stream.destroy();
      });
      stream.once('error', (error) => reject(toDomiError(error)));
      stream.once('end', () => {
        const { statusCode = 0, headers } = stream.response ?? {};
        resolve({
          status: statusCode,
          contentType: headers?.['content-type'],
          retryAfter: headers?.['retry-after'],
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
  }

  return async (request, budget) => {
    const startedAt = clock.monotonic();
    try {
      return await sendOnce(request, budget);
    } catch (error) {
      const left = budget - (clock.monotonic() - startedAt) - RETRY_PAUSE_MS;
      if (!mayTryAgain(error) || left < MIN_RETRY_MS) throw error;
      await clock.sleep(RETRY_PAUSE_MS);
      return sendOnce(request, left);
    }
  };
}

function createClient(options: SenderOptions): Got {
  const agentOptions = {
    keepAlive: true,
    timeout: IDLE_SOCKET_MS,
    ...(options.proxies && { proxyEnv: toProxyEnvironment(options.proxies) }),
  };
  return got.extend({
    method: 'POST',
    agent: { http: new http.Agent(agentOptions), https: new https.Agent(agentOptions) },
    headers: { 'user-agent': options.userAgent },
    request: requestPlainly,
    // A second attempt would present a single-use token twice.
    retry: { limit: 0 },
    // got would send the form, refresh token included, to any address that a redirect names.
    followRedirect: false,
    throwHttpErrors: false,
    // No Accept-Encoding is sent, so a small response cannot expand into a large one.
    decompress: false,
    http2: false,
  });
}

/**
 * got passes some forty options, most of them undefined, and Node copies all of them several times per request: a sixth
 * of the cost of a call. This passes on only those that are used here.
 */
function requestPlainly(
  { protocol, hostname, port, pathname, search }: URL,
  { method, headers, agent }: https.RequestOptions,
  callback?: (response: http.IncomingMessage) => void,
): http.ClientRequest {
  const { request } = protocol === 'https:' ? https : http;
  // An IPv6 address has brackets in a URL, and nowhere else.
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return request({ protocol, host, port, path: pathname + search, method, headers, agent }, callback);
}

/**
 * Errors of got carry its options: client secret, form, URL. None of that leaves this function, not even as `cause`.
 */
function toDomiError(error: unknown): DomiError {
  if (error instanceof TimeoutError) {
    return UNSENT_PHASES.has(error.event)
      ? new DomiError('provider_unreachable', { reason: `time-out in phase ${error.event}` })
      : new DomiError('provider_timeout', { reason: 'no response in time' });
  }
  if (error instanceof RequestError) {
    const code = /^[A-Z0-9_]{1,60}$/.test(error.code) ? error.code : 'unknown';
    const unsent = UNSENT_CODES.has(code) || isTlsFailure(code);
    return new DomiError(unsent ? 'provider_unreachable' : 'provider_connection_lost', { reason: code });
  }
  return new DomiError('server_error', { reason: 'unexpected error while calling the provider' });
}

/** Not after a TLS failure: a refused certificate would be refused again. */
function mayTryAgain(error: unknown): boolean {
  return isDomiError(error) && error.code === 'provider_unreachable' && !isTlsFailure(error.reason ?? '');
}

/** OpenSSL's and Node's codes for a certificate or handshake that was refused, before any HTTP was written. */
function isTlsFailure(code: string): boolean {
  return /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$)/.test(code);
}
