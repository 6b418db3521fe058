import { expect } from 'chai';
import { send } from '../helpers/http.ts';
import { openRaw } from '../helpers/raw-connection.ts';
import { answerTokens } from '../helpers/scripted-provider.ts';
import { atEntrances, HOST, openEntrance } from './entrances.ts';
import { pour } from './pour.ts';

const PAGES = ['/', '/index.html'];
const SIGN_IN = ['/dominoZoom/index.html', '/zoomCallback', '/dominoZoom/token.html', '/diag'];
const GRANTS = ['/dominoZoomRefresh', '/dominoZoomRevoke'];
const METHODS = ['HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'MKCOL', 'QUERY'];

/** What each route answers to; everything else is 405. */
const ALLOWED: readonly (readonly [paths: readonly string[], allowed: readonly string[]])[] = [
  [PAGES, ['GET', 'HEAD']],
  [SIGN_IN, ['GET']],
  [GRANTS, ['GET', 'POST']],
];

describe('attacks on requests and paths', function () {
  this.timeout(60_000);
  atEntrances((name, at) => {
    it(`B6 line breaks in what an answer or the log may repeat, ${name}`, async () => {
      const lines = at().service.logs.length;
      const evil = 'a%0d%0aSet-Cookie:%20evil=1%0d%0aX-Evil:%201%0a%7b%22level%22:%22fatal%22%7d';
      const targets = [
        `/zoomCallback?state=${evil}&code=${evil}&error=${evil}&error_description=${evil}`,
        `/dominoZoom/index.html?login_hint=${evil}&lang=${evil}`,
        `/${evil}`,
        `/dominoZoom/${evil}`,
        `/diag?${evil}`,
        `/${evil}/dominoZoomRefresh`,
      ];
      for (const target of targets) {
        const connection = openRaw(at().url);
        connection.write(
          `GET ${target} HTTP/1.1\r\nHost: ${HOST}\r\nAccept: text/html\r\nConnection: close\r\n\r\n`,
        );
        const received = await connection.closed;
        expect(received, target).to.match(/^HTTP\/1\.1 \d{3} /);
        expect(received, target).to.not.match(/^(set-cookie: evil|x-evil)/im);
      }
      const written = at().service.logs.slice(lines);
      expect(written.length).to.be.above(0);
      for (const line of written) {
        expect(line.trimEnd()).to.not.match(/[\r\n]/);
        expect(JSON.parse(line)).to.not.include({ level: 'fatal' });
      }
    });

    it(`B8 ten requests at once on one connection are answered in order, ${name}`, async () => {
      const request = (token: number): string =>
        `GET /dominoZoomRefresh HTTP/1.1\r\nHost: ${HOST}\r\nAuthorization: Bearer T${token}\r\n${token === 9 ? 'Connection: close\r\n' : ''}\r\n`;
      at().provider.answer = (_request, response, body) =>
        answerTokens(response, { access_token: `A${body.get('refresh_token')}` });
      const connection = openRaw(at().url);
      connection.write(Array.from({ length: 10 }, (_, index) => request(index)).join(''));
      const received = await connection.closed;
      const tokens = [...received.matchAll(/"access_token":"AT(\d)"/g)].map(([, token]) => Number(token));
      expect(tokens).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    });

    it(`B10 repeated slashes are one, anything else is another address, ${name}`, async () => {
      const statusOf = async (path: string): Promise<number> => (await at().get(path)).status;
      for (const path of ['//dominoZoomRefresh', '///dominoZoomRefresh', '/dominoZoomRefresh?a=b']) {
        expect(await statusOf(path), path).to.equal(401);
      }
      for (const path of [
        '/dominoZoomRefresh/x/../..',
        '/./dominoZoomRefresh',
        '/x/../dominoZoomRefresh',
        '/%2fdominoZoomRefresh',
        '/dominoZoom%52efresh%2f',
        '/dominoZoomRefresh;x',
        '/dominoZoomRefresh%23',
        '/dominozoomrefresh',
        '/DominoZoom/index.html',
        '/constructorRefresh',
        '/__proto__/index.html',
        '/assets/..%2fpackage.json',
        '/assets/%2e%2e/package.json',
        '/assets/x%2F..%2Fpage.css',
        '/%',
        '/%ff',
      ]) {
        expect(await statusOf(path), path).to.be.oneOf([400, 404]);
      }
      const begun = await at().get('//dominoZoom//index.html');
      expect(begun.status).to.equal(302);
      expect(new URL(begun.headers.location ?? '').origin).to.equal(at().provider.url);
      const page = await at().get('/', { accept: 'text/html' });
      const [, style] = /href="\/?(assets\/page[^"]+)"/.exec(page.body) ?? [];
      expect(await statusOf(`/${style}`), 'a file, after all that').to.equal(200);
    });

    it(`B11 a body without end is not read, ${name}`, async () => {
      const before = process.memoryUsage().rss;
      for (const path of [
        '/dominoZoomRefresh',
        '/dominoZoomRevoke',
        '/dominoZoom/index.html',
        '/zoomCallback',
        '/',
      ]) {
        const head = `POST ${path} HTTP/1.1\r\nHost: ${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n`;
        const { bytes, received } = await pour(at().url, head);
        // The reset of the connection may overtake the answer.
        expect(received, path).to.match(/^(HTTP\/1\.1 (400|405|413) .*)?$/s);
        expect(bytes, path).to.be.below(32 * 1024 * 1024);
      }
      expect(process.memoryUsage().rss - before).to.be.below(128 * 1024 * 1024);
      expect(at().provider.received).to.deep.equal([]);
    });

    it(`B12 every method on every route, ${name}`, async () => {
      for (const [paths, allowed] of ALLOWED) {
        for (const path of paths) {
          for (const method of METHODS.filter((other) => !allowed.includes(other))) {
            const headers = { host: HOST, authorization: 'Bearer RT', 'x-canary': 'CANARY' };
            const answer = await send(at().url + path, { method, headers });
            expect(answer.status, `${method} ${path}`).to.equal(405);
            expect(answer.headers.allow, `${method} ${path}`).to.equal(allowed.join(', '));
            expect(answer.body).to.not.include('CANARY');
          }
        }
      }
      for (const path of PAGES) {
        const headers = { host: HOST };
        expect((await send(at().url + path, { method: 'HEAD', headers })).status).to.equal(200);
      }
      expect(at().provider.received, 'HEAD spends nothing').to.deep.equal([]);
    });

    it(`B14 a fault of our own is an answer that says nothing of it, and the next request is served, ${name}`, async () => {
      let isBroken = false;
      const entrance = await openEntrance(name, {
        now: () => {
          if (isBroken) throw new Error('CANARY of a fault');
          return new Date();
        },
      });
      try {
        const authorization = 'Bearer RT';
        isBroken = true;
        // Nobody can render a page then, since a page shows the time.
        for (const path of ['/dominoZoomRefresh', '/dominoZoom/index.html']) {
          const answer = await entrance.get(path, { authorization, accept: 'text/html' });
          expect(answer.status, path).to.equal(500);
          expect(JSON.parse(answer.body)).to.include({ error: 'server_error' });
          expect(JSON.stringify([answer.body, answer.headers])).to.not.include('CANARY');
        }
        isBroken = false;
        expect((await entrance.get('/dominoZoomRefresh', { authorization: 'Bearer RT-2' })).status).to.equal(
          200,
        );
        expect(entrance.service.logs.join('')).to.not.include('CANARY');
        expect(entrance.service.logs.join('')).to.include('server_error');
      } finally {
        isBroken = false;
        await entrance.stop();
      }
    });
  });
});
