import type http from 'node:http';

/** How a provider fails: before it accepts the token, which stays good, or after it, when its successor gets lost. */
export interface ProviderFault {
  readonly name: string;
  readonly isAccepted: boolean;
  /** Part of the requests that it concerns. */
  readonly share: number;
  /** Undefined: the answer comes, late. */
  readonly spoil: ((response: http.ServerResponse) => void) | undefined;
}

const hang = (): void => undefined;
const reset = (response: http.ServerResponse): void => void response.socket?.resetAndDestroy();

const GARBAGE: readonly ((response: http.ServerResponse) => void)[] = [
  (response) => response.end('<!doctype html><title>Wartung</title>'),
  (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"access_token":"AT'),
  (response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('not compressed'),
  (response) => response.writeHead(200, { 'Content-Length': '4000' }).end('{}'.padEnd(4000, '\0')),
  (response) => void response.socket?.end('HTTP/1.1 999\r\nno header\r\n\r\n'),
  (response) => response.writeHead(302, { Location: 'http://127.0.0.1:9/' }).end(),
  (response) => response.end('x'.repeat(200_000)),
];

/** One after the other, from the first: a call that hangs takes 25 s to be over. */
export const PROVIDER_FAULTS: readonly ProviderFault[] = [
  { name: 'hangs', isAccepted: false, share: 0.03, spoil: hang },
  { name: 'hangs after it accepted', isAccepted: true, share: 0.02, spoil: hang },
  { name: 'resets', isAccepted: false, share: 0.2, spoil: reset },
  { name: 'answers garbage', isAccepted: true, share: 0.1, spoil: (response) => takeTurns(response) },
  { name: 'is slow', isAccepted: true, share: 0.5, spoil: undefined },
  {
    name: 'is down',
    isAccepted: false,
    share: 1,
    spoil: (response) => response.writeHead(503, { 'Retry-After': '1' }).end('<h1>503</h1>'),
  },
  { name: 'resets after it accepted', isAccepted: true, share: 0.1, spoil: reset },
  {
    name: 'limits the rate',
    isAccepted: false,
    share: 0.3,
    spoil: (response) => response.writeHead(429, { 'Retry-After': '2' }).end('{"message":"slow down"}'),
  },
];

let turn = 0;

function takeTurns(response: http.ServerResponse): void {
  turn += 1;
  (GARBAGE[turn % GARBAGE.length] as (response: http.ServerResponse) => void)(response);
}
