import net from 'node:net';
import tls from 'node:tls';
import { checkDocumented } from './documented/documented-answers.ts';

/** A connection whose bytes a test writes itself. */
export interface RawConnection {
  /** Everything that has come back so far. */
  readonly received: string;
  /** Whether the server has ended the connection, in one direction or both. */
  readonly isEnded: boolean;
  /** Whether a write has failed, since the other end is gone. */
  readonly isReset: boolean;
  write(text: string | Buffer): void;
  /** Resolves with everything that came back when the connection is closed. */
  readonly closed: Promise<string>;
  destroy(): void;
}

export interface RawOptions {
  readonly tls?: boolean;
  /** A client that never closes its side, whatever the server does. */
  readonly staysOpen?: boolean;
}

export function openRaw(
  url: string,
  { tls: isSecure = false, staysOpen = false }: RawOptions = {},
): RawConnection {
  const target = { port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: staysOpen };
  const socket = isSecure ? tls.connect({ ...target, rejectUnauthorized: false }) : net.connect(target);
  let received = '';
  let written = '';
  let isEnded = false;
  let isReset = false;
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
  });
  for (const event of ['end', 'close']) {
    socket.on(event, () => {
      isEnded = true;
    });
  }
  socket.on('close', () => checkAnswers(target.port, written, received));
  // A reset is one of the ways in which a server ends a connection.
  socket.on('error', () => {
    isReset = true;
  });
  return {
    get received() {
      return received;
    },
    get isEnded() {
      return isEnded;
    },
    get isReset() {
      return isReset;
    },
    write(text) {
      written += text.toString('latin1');
      socket.write(text);
    },
    closed: new Promise((resolve) => socket.on('close', () => resolve(received))),
    destroy: () => void socket.destroy(),
  };
}

/** The answers in what came back over one connection: status and body of each. */
export function parseAnswers(received: string): { status: number; head: string; body: string }[] {
  const answers = [];
  let rest = received;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) break;
    const head = rest.slice(0, end);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    answers.push({
      status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]),
      head,
      body: rest.slice(end + 4, end + 4 + length),
    });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}

/** Request lines as Node's parser accepts them. */
const REQUEST_LINE = /^([A-Z]+) (\S+) HTTP\/1\.[01]\r?$/gm;

/** Finds nothing in the document but what every address may answer. */
const NO_PATH = '*';
/** How requests are refused that cannot be parsed, so that their path does not matter. */
const UNPARSED = [400, 408, 413, 431];

/** What comes back stands in the order of the requests. A request that no parser accepts has no path. */
function checkAnswers(portNumber: number, written: string, received: string): void {
  const found = [...written.matchAll(REQUEST_LINE)];
  // After nonsense at the beginning nobody knows which request is the first.
  const requests = found[0]?.index === 0 ? found : [];
  // An interim response, as 100, answers nothing yet (RFC 9110 section 15.2).
  const finals = parseAnswers(received).filter(({ status }) => status >= 200);
  for (const [index, { status, head, body }] of finals.entries()) {
    if (requests[index] === undefined && !UNPARSED.includes(status)) continue;
    const [, method = 'GET', path = NO_PATH] = requests[index] ?? [];
    const lines = [...head.matchAll(/^([\w-]+): (.*?)\r?$/gm)];
    const headers = Object.fromEntries(lines.map(([, name = '', value]) => [name.toLowerCase(), value]));
    const isComplete = Number(headers['content-length'] ?? 0) === body.length;
    if (isComplete) checkDocumented({ portNumber, method, path, status, headers, body });
  }
}
