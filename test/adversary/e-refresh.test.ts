import { expect } from 'chai';
import type { Answer } from '../helpers/http.ts';
import { openRaw } from '../helpers/raw-connection.ts';
import { readRefreshAnswer } from '../helpers/read-refresh-answer.ts';
import { atEntrances, type Entrance, HOST, limitAddresses, openEntrance } from './entrances.ts';

const SECRETS = ['a:b', '100%', 'a+b', 'a b', 'a&b=c', '%41', '"\\\''];

describe('attacks on refresh and revoke', function () {
  this.timeout(60_000);
  let tokens = 0;
  const nextToken = (): string => {
    tokens += 1;
    return `RT-CANARY-${tokens}`;
  };
  const refresh = ({ get }: Entrance, path = '/dominoZoomRefresh'): Promise<Answer> =>
    get(path, { authorization: `Bearer ${nextToken()}` });

  atEntrances((name, at) => {
    it(`E1 a good refresh is JSON that nobody stores, and sets no cookie, ${name}`, async () => {
      const answer = await refresh(at());
      expect(answer.status).to.equal(200);
      expect(JSON.parse(answer.body)).to.include({ access_token: 'AT', refresh_token: 'RT' });
      expect(answer.headers).to.include({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        pragma: 'no-cache',
      });
      expect(answer.headers).to.not.have.property('set-cookie');
    });

    it(`E2 members that no record names stay here, ${name}`, async () => {
      at().provider.answer = (_request, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.end(
          '{"access_token":"AT","refresh_token":"RT","id_token":"CANARY","secret_internal":"CANARY",' +
            '"__proto__":{"isAdmin":"CANARY"},"constructor":"CANARY","request_id":"CANARY"}',
        );
      };
      const answer = await refresh(at());
      expect(answer.status).to.equal(200);
      expect(Object.keys(readRefreshAnswer(answer).tokens)).to.have.members([
        'access_token',
        'refresh_token',
        'token_type',
      ]);
      expect(answer.body).to.not.include('CANARY');
      expect(({} as Record<string, unknown>)['isAdmin']).to.equal(undefined);
    });

    it(`E3 without a new refresh token, the old one comes back, ${name}`, async () => {
      at().provider.answer = (_request, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.end('{"access_token":"AT"}');
      };
      const answer = await at().get('/dominoWebexRefresh', { authorization: 'Bearer OLD' });
      expect(JSON.parse(answer.body)).to.include({ access_token: 'AT', refresh_token: 'OLD' });
    });

    it(`E4 E6 a token anywhere but in the header is none, ${name}`, async () => {
      for (const path of ['/dominoZoomRefresh', '/dominoZoomRevoke']) {
        for (const query of ['', '?access_token=CANARY', '?token=CANARY', '?refresh_token=CANARY']) {
          const answer = await at().get(path + query, { cookie: 'token=CANARY', 'x-token': 'CANARY' });
          expect(answer.status, path + query).to.equal(401);
          expect(answer.headers['www-authenticate']).to.equal('Bearer realm="domi"');
          expect(JSON.parse(answer.body).error).to.equal('invalid_token');
        }
      }
      const body = 'refresh_token=CANARY';
      const connection = openRaw(at().url);
      connection.write(
        `POST /dominoZoomRefresh HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      expect(await connection.closed).to.match(/^HTTP\/1\.1 400 /);
      expect(at().provider.received).to.deep.equal([]);
    });

    it(`E7 a dead token is one, in words of our own, ${name}`, async () => {
      at().provider.answer = (_request, response) =>
        void response.writeHead(400, 'CANARY').end('{"error":"invalid_grant","error_description":"CANARY"}');
      const answer = await refresh(at());
      expect([answer.status, answer.statusMessage]).to.deep.equal([400, 'Bad Request']);
      expect(JSON.parse(answer.body)).to.include({ error: 'invalid_grant', action: 'reauthorize' });
      expect(answer.body).to.not.include('CANARY');
    });

    it(`E8 a revocation is 200 for a token that is good, unknown or gone, ${name}`, async () => {
      const revoke = (): Promise<Answer> =>
        at().get('/dominoZoomRevoke', { authorization: `Bearer ${nextToken()}` });
      const answers: [number, string][] = [
        [200, ''],
        [200, '{"status":"success"}'],
        [400, '{"error":"invalid_token"}'],
      ];
      for (const [status, text] of answers) {
        at().provider.answer = (_request, response) => void response.writeHead(status).end(text);
        const answer = await revoke();
        expect(answer.status, text).to.equal(200);
        expect(JSON.parse(answer.body)).to.deep.equal({ revoked: true });
      }
    });

    it(`E9 a client that tries token after token is refused in JSON, ${name}`, async () => {
      const entrance = await openEntrance(name, { providerFile: limitAddresses(10) });
      try {
        entrance.provider.answer = (_request, response) =>
          void response.writeHead(400).end('{"error":"invalid_grant"}');
        const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(entrance)));
        const refused = answers.filter(({ status }) => status === 429);
        expect(refused.length).to.be.above(25);
        expect(entrance.provider.received.length).to.equal(50 - refused.length);
        for (const answer of refused) {
          expect(Number(answer.headers['retry-after'])).to.be.above(0);
          expect(JSON.parse(answer.body)).to.include({ error: 'rate_limited', retryable: true });
        }
      } finally {
        await entrance.stop();
      }
    });

    it(`E11 nothing about the request of Notes leads to a redirect or a refusal, ${name}`, async () => {
      for (const path of ['/dominoZoomRefresh', '/dominoZoomRefresh/', '//dominoZoomRefresh']) {
        for (const line of ['Connection: close', 'Connection: close\r\nContent-Type: application/json']) {
          const connection = openRaw(at().url);
          connection.write(
            `GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\nAuthorization: Bearer ${nextToken()}\r\n${line}\r\n\r\n`,
          );
          expect(await connection.closed, path).to.match(/^HTTP\/1\.1 200 /);
        }
      }
    });

    it(`E12 a start with an Authorization is a start, ${name}`, async () => {
      const answer = await at().get('/dominoZoom/index.html', { authorization: 'Bearer x' });
      expect(answer.status).to.equal(302);
      expect(new URL(answer.headers.location ?? '').origin).to.equal(at().provider.url);
    });
  });

  for (const secret of SECRETS) {
    it(`E10 the secret ${secret} reaches the provider as it is, by one method`, async () => {
      const entrance = await openEntrance('direct', {
        environment: { GTM_CLIENT_ID: secret, GTM_CLIENT_SECRET: secret, TEAMS_CLIENT_SECRET: secret },
      });
      try {
        const { provider } = entrance;
        expect((await refresh(entrance, '/dominoGTMRefresh')).status).to.equal(200);
        expect((await refresh(entrance, '/dominoTeamsRefresh')).status).to.equal(200);
        const [basic, post] = provider.received;
        const decoded = Buffer.from(basic?.headers.authorization?.slice(6) ?? '', 'base64').toString();
        const parts = decoded.split(':').map((part) => new URLSearchParams(`v=${part}`).get('v'));
        expect(parts).to.deep.equal([secret, secret]);
        expect(basic?.body.get('client_secret')).to.equal(null);
        expect(post?.body.get('client_secret')).to.equal(secret);
        expect(post?.headers).to.not.have.property('authorization');
      } finally {
        await entrance.stop();
      }
    });
  }
});
