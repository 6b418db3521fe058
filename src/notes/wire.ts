import type { Result } from './outcome.ts';
import { describeFault, type HttpResponse, type SendRequest } from './transport.ts';

export interface Call {
  readonly method: string;
  readonly url: string;
  readonly token: string;
  readonly json?: object;
}

export interface Wire {
  /** To the web application: `Content-Type` goes with every request, although none has a body. */
  askService(call: Call): Promise<Result<HttpResponse>>;
  /** To the meeting service: `Content-Type` goes with a body only. */
  askMeetings(call: Call): Promise<Result<HttpResponse>>;
}

/** The requests of the LotusScript; a fault on the way is a value, and the log never holds a token. */
export function createWire(send: SendRequest, log: (line: string) => void): Wire {
  const JSON_TYPE = { 'Content-Type': 'application/json' };

  async function ask(
    { method, url, token, json }: Call,
    type: Record<string, string>,
  ): Promise<Result<HttpResponse>> {
    const headers = { Authorization: `Bearer ${token}`, ...type };
    const body = json && JSON.stringify(json);
    try {
      const answer = await send({ method, url, headers, ...(body !== undefined && { body }) });
      log(`${method} ${url}: ${answer.status}, ${answer.body.length} characters`);
      return { ok: true, value: answer };
    } catch (error) {
      const detail = describeFault(error);
      log(`${method} ${url}: ${detail}`);
      return { ok: false, failure: { reason: 'no-answer', detail } };
    }
  }

  return {
    askService: (call) => ask(call, JSON_TYPE),
    askMeetings: (call) => ask(call, call.json ? JSON_TYPE : {}),
  };
}
