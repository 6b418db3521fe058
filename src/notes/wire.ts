import { explainTransportError } from './explain-transport-error.ts';
import type { Result } from './outcome.ts';
import type { HttpResponse, SendRequest } from './transport.ts';

export interface Call {
  readonly method: string;
  readonly url: string;
  readonly token: string;
  readonly json?: object;
}

export interface Wire {
  /** Calls the web application: every request has a `Content-Type`, although none has a body. */
  askService(call: Call): Promise<Result<HttpResponse>>;
  /** Calls the meeting service: only requests with a body have a `Content-Type`. */
  askMeetings(call: Call): Promise<Result<HttpResponse>>;
}

/** Sends the requests of the LotusScript. A failure is a value, and the log never contains a token. */
export function createWire(send: SendRequest, log: (line: string) => void): Wire {
  const JSON_TYPE = { 'Content-Type': 'application/json' };

  async function ask(
    { method, url, token, json }: Call,
    type: Record<string, string>,
    option: '--root' | '--api',
  ): Promise<Result<HttpResponse>> {
    const headers = { Authorization: `Bearer ${token}`, ...type };
    const body = json && JSON.stringify(json);
    try {
      const response = await send({ method, url, headers, ...(body !== undefined && { body }) });
      log(`${method} ${url}: ${response.status}, ${response.body.length} characters`);
      return { ok: true, value: response };
    } catch (error) {
      const explained = explainTransportError(error, new URL(url).origin, option);
      log(`${method} ${url}: ${explained.detail}`);
      return { ok: false, failure: { reason: 'no-answer', ...explained } };
    }
  }

  return {
    askService: (call) => ask(call, JSON_TYPE, '--root'),
    askMeetings: (call) => ask(call, call.json ? JSON_TYPE : {}, '--api'),
  };
}
