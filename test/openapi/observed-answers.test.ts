import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import got from 'got';
import { request } from 'undici';
import { createTransport } from '../../src/notes/transport.ts';
import { expectDocumentedAnswers, failOnUndocumented } from '../helpers/documented/documented-answers.ts';
import { CookieJar, send } from '../helpers/http.ts';
import { openRaw } from '../helpers/raw-connection.ts';

/** Every way in which tests ask a service. */
const CLIENTS: readonly (readonly [name: string, ask: (url: string) => Promise<unknown>])[] = [
  ['send', (url) => send(url)],
  ['send, as POST', (url) => send(url, { method: 'POST', body: 'x' })],
  ['a cookie jar', (url) => new CookieJar().get(url)],
  ['fetch', async (url) => (await fetch(url)).text()],
  ['undici', async (url) => (await request(url)).body.text()],
  ['got', async (url) => (await got(url)).body],
  ['the client of Notes', (url) => createTransport()({ method: 'GET', url, headers: {} })],
  [
    'a raw connection',
    async (url) => {
      const connection = openRaw(url);
      connection.write(`GET ${new URL(url).pathname} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      await connection.closed;
    },
  ],
];

const ANSWER = '{"surprise":1}';

describe('a JSON answer that is not documented', () => {
  let server: http.Server;
  let url: string;
  let endExpecting: () => void;
  let type: string;

  beforeEach(async () => {
    type = 'application/json';
    server = http.createServer((_request, response) => {
      response.writeHead(200, {
        'Content-Type': type,
        'Content-Length': ANSWER.length,
        'X-Request-Id': '7K3F9QZ1XA',
        'Cache-Control': 'no-store',
      });
      // Bodies arrive in parts.
      response.write(ANSWER.slice(0, 3));
      response.end(ANSWER.slice(3));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    endExpecting = expectDocumentedAnswers(url, 'http://127.0.0.1:1');
  });
  afterEach(async () => {
    endExpecting();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  for (const [name, ask] of CLIENTS) {
    it(`when it comes to ${name}, fails the test`, async () => {
      await ask(`${url}/dominoZoomRefresh`);
      expect(failOnUndocumented).to.throw(/\/dominoZoomRefresh \(web\) 200: .*access_token.*surprise/s);
      expect(failOnUndocumented, 'each is named once').not.to.throw();
    });
  }

  it('when it is no JSON, or another server has it, fails nothing', async () => {
    type = 'text/plain';
    await send(`${url}/dominoZoomRefresh`);
    type = 'application/json';
    endExpecting();
    await send(`${url}/dominoZoomRefresh`);
    expect(failOnUndocumented).not.to.throw();
  });
});
