import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { buildErrorAnswer } from '../oauth/build-error-answer.ts';
import type { DomiError } from '../oauth/errors.ts';
import { collectSecurityHeaders } from './middleware/security-headers.ts';

/**
 * Answers a request that reaches no middleware, in flat JSON as everywhere, and ends its connection, whether or not the
 * client closes it as well.
 */
export type AnswerOnSocket = (socket: Socket, error: DomiError, requestId: string) => void;

/**
 * Milliseconds from our last byte until the connection is destroyed. If it were destroyed at once, unread bytes of the client
 * would reset it, and the client could lose the answer (RFC 9112 section 9.6).
 */
const LINGER = 1000;

export function createSocketAnswers(now: () => Date): AnswerOnSocket {
  const fixed = [...collectSecurityHeaders()];
  return (socket, error, requestId) => {
    const body = JSON.stringify(buildErrorAnswer(error, requestId));
    const headers = [
      ...fixed,
      ...Object.entries(error.headers),
      ['Content-Type', 'application/json; charset=utf-8'],
      ['Content-Length', String(Buffer.byteLength(body))],
      ['X-Request-Id', requestId],
      ['Cache-Control', 'no-store'],
      ['Pragma', 'no-cache'],
      ['Date', now().toUTCString()],
      ['Connection', 'close'],
    ];
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.end(`HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\n${lines}\r\n${body}`);
    const destroying = setTimeout(() => socket.destroy(), LINGER).unref();
    socket.once('close', () => clearTimeout(destroying));
  };
}
