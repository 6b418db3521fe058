import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, send } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';

/** Reads an answer as the LotusScript client does, whatever its status. */
function readAsNotes({ body }: Answer): Record<string, unknown> {
  const text = body.replace(/[\r\n]/g, '');
  expect(text).to.not.match(/^<!DOCTYPE html>/i);
  const value: unknown = JSON.parse(text);
  expect(value).to.be.an('object');
  for (const member of Object.values(value as object))
    expect(member).to.not.be.an('object').and.not.equal(null);
  return value as Record<string, unknown>;
}

describe('refresh and revoke with a provider that fails', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  beforeEach(async () => {
    provider = await createScriptedProvider();
    service = await createTestService({
      environment: INSECURE,
      providerFile: provider.providerFile,
      upstreamTimeouts: { request: 400 },
    });
  });
  afterEach(async () => {
    await service.stop();
    await provider.stop();
  });

  /** Each time with a token of its own: what became of one would decide about the next. */
  let count = 0;
  const refresh = (): Promise<Answer> => {
    count += 1;
    return service.get('/dominoZoomRefresh', {
      authorization: `Bearer TOKEN-CANARY-${count}`,
      'content-type': 'application/json',
    });
  };

  async function expectFailure(status: number, error: string): Promise<Answer> {
    const answer = await refresh();
    expect(answer.status).to.equal(status);
    const body = readAsNotes(answer);
    expect(body).to.include({ error });
    expect(body['access_token'] ?? body['refresh_token']).to.equal(undefined);
    expect(JSON.stringify([answer.headers, answer.body, service.logs])).to.not.include('CANARY');
    return answer;
  }

  it('says what to do for each class of failure', async () => {
    const rows: [
      status: number,
      body: string,
      ownStatus: number,
      error: string,
      action: string,
      retryable: boolean,
    ][] = [
      [
        400,
        '{"reason":"Invalid Token!","error":"invalid_grant"}',
        400,
        'invalid_grant',
        'reauthorize',
        false,
      ],
      [400, '{"error":"invalid_client"}', 502, 'client_credentials_refused', 'contact_admin', false],
      [429, 'Too Many Requests', 429, 'rate_limited', 'retry', true],
      [500, '<!DOCTYPE html>', 502, 'provider_failed', 'retry', true],
      [503, '', 503, 'temporarily_unavailable', 'retry', true],
      [200, '<!DOCTYPE html><p>BODY-CANARY', 502, 'provider_invalid_answer', 'retry', true],
      [302, '', 502, 'provider_invalid_answer', 'retry', true],
    ];
    for (const [status, text, ownStatus, error, action, retryable] of rows) {
      provider.answer = (_request, response) => {
        response.writeHead(status, { location: 'http://127.0.0.1:1/evil' }).end(text);
      };
      const answer = await expectFailure(ownStatus, error);
      expect(readAsNotes(answer)).to.include({ action, retryable });
      expect(answer.headers['retry-after'] !== undefined).to.equal(ownStatus === 429 || ownStatus === 503);
    }
  });

  it('repeats nothing that the provider says, in no part of the answer', async () => {
    provider.answer = (_request, response) => {
      response.writeHead(400, 'CANARY', { 'x-canary': 'CANARY' });
      response.end(
        JSON.stringify({ error: 'CANARY<script>', error_description: 'a\r\nSet-Cookie: CANARY=1' }),
      );
    };
    const answer = await expectFailure(502, 'provider_rejected_request');
    expect(answer.statusMessage).to.equal('Bad Gateway');
  });

  it('follows no redirect with the token', async () => {
    const sink = await createScriptedProvider();
    try {
      for (const status of [301, 302, 303, 307, 308]) {
        provider.answer = (_request, response) => {
          response.writeHead(status, { location: `${sink.url}/steal` }).end();
        };
        await expectFailure(502, 'provider_invalid_answer');
      }
      expect(sink.received).to.deep.equal([]);
    } finally {
      await sink.stop();
    }
  });

  it('gives up in time when the provider is silent, and does not ask again', async () => {
    provider.answer = () => undefined;
    await expectFailure(504, 'provider_timeout');
    provider.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
    };
    await expectFailure(504, 'provider_timeout');
    expect(provider.received).to.have.length(2);
  });

  it('asks once when the connection breaks after the request was read', async () => {
    provider.answer = (request) => request.socket.destroy();
    await expectFailure(502, 'provider_connection_lost');
    expect(provider.received).to.have.length(1);
  });

  it('tells that the token is still good when no connection came about', async () => {
    await provider.stop();
    const answer = await expectFailure(502, 'provider_unreachable');
    expect(readAsNotes(answer)['error_description']).to.include('token is still good');
    provider = await createScriptedProvider();
  });

  it('stops reading an answer without end', async () => {
    let isOpen = true;
    provider.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.on('close', () => {
        isOpen = false;
      });
      const pour = (): void => {
        while (isOpen && response.write('x'.repeat(16_384)));
        if (isOpen) response.once('drain', pour);
      };
      pour();
    };
    await expectFailure(502, 'provider_invalid_answer');
    while (isOpen) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('asks for an answer without coding, and refuses a compressed one that unfolds to too much', async () => {
    // Made beforehand: it takes a good part of the time that the answer has.
    const compressed = gzipSync('x'.repeat(10_000_000));
    provider.answer = (request, response) => {
      expect(request.headers['accept-encoding']).to.equal('identity');
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(compressed);
    };
    await expectFailure(502, 'provider_invalid_answer');
  });

  it('reads an answer that is compressed or marked although nobody asked for it: its token is the only one', async () => {
    const tokens = JSON.stringify({ access_token: 'AT', refresh_token: 'RT' });
    provider.answer = (_request, response) =>
      void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(`\uFEFF${tokens}`));
    const answer = await refresh();
    expect(answer.status).to.equal(200);
    expect(readAsNotes(answer)).to.include({ access_token: 'AT', refresh_token: 'RT' });
  });

  it('G7 sends the provider nothing of the caller but the token', async () => {
    await service.get('/dominoZoomRefresh', {
      authorization: 'Bearer RT',
      cookie: 'a=b',
      'x-forwarded-for': '203.0.113.9',
      referer: 'https://x.example.com',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    const names = Object.keys(provider.received[0]?.headers ?? {});
    expect(names).to.have.members([
      'accept',
      'accept-encoding',
      'authorization',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
    expect(provider.received[0]?.headers['user-agent']).to.match(/^domi\//);
  });

  it('H3 tries the next secret when the first is refused, with the same token, and no third time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'domi-secret-'));
    writeFileSync(join(folder, 'new'), 'new-secret\n');
    writeFileSync(join(folder, 'old'), 'old-secret\n');
    const two = await createTestService({
      environment: INSECURE,
      providerFile: {
        providers: {
          zoom: {
            ...provider.providerFile.providers['zoom'],
            clientSecret: [{ file: join(folder, 'new') }, { file: join(folder, 'old') }],
          },
        },
      },
    });
    rmSync(folder, { recursive: true });
    try {
      provider.answer = (request, response) => {
        const basic = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString();
        if (basic === 'zoom-id:old-secret') answerTokens(response);
        else response.writeHead(400).end('{"error":"invalid_client"}');
      };
      const answer = await two.get('/dominoZoomRefresh', { authorization: 'Bearer RT' });
      expect(answer.status).to.equal(200);
      expect(provider.received.map(({ body }) => body.get('refresh_token'))).to.deep.equal(['RT', 'RT']);

      provider.answer = (_request, response) =>
        void response.writeHead(400).end('{"error":"invalid_client"}');
      const refused = await two.get('/dominoZoomRefresh', { authorization: 'Bearer RT' });
      expect(refused.status).to.equal(502);
      expect(provider.received).to.have.length(4);
    } finally {
      await two.stop();
    }
  });

  it('revokes for Notes: 200 when done or gone, the failure as flat JSON otherwise', async () => {
    const revoke = async (status: number, text: string): Promise<Answer> => {
      provider.answer = (_request, response) => void response.writeHead(status).end(text);
      return service.get('/dominoZoomRevoke', { authorization: 'Bearer AT' });
    };
    expect((await revoke(200, '')).status).to.equal(200);
    expect((await revoke(400, '{"error":"invalid_token"}')).status).to.equal(200);
    const busy = await revoke(503, '');
    expect(busy.status).to.equal(503);
    expect(readAsNotes(busy)).to.include({ error: 'temporarily_unavailable' });
    expect(provider.received.every(({ path }) => path === '/zoom/revoke')).to.equal(true);
    expect(provider.received[0]?.body.get('token')).to.equal('AT');
  });

  it('counts every outcome by provider and grant type, with the names that dashboards know', async () => {
    await refresh();
    provider.answer = (_request, response) => void response.writeHead(400).end('{"error":"invalid_grant"}');
    await refresh();
    await service.get('/dominoWebexRefresh', { authorization: 'Bearer RT' });
    await service.get('/dominoZoomRevoke', { authorization: 'Bearer AT' });
    const { body } = await send(`${service.managementUrl}/metrics`);
    // Usual outcomes are there from the start, at 0.
    const lines = body
      .split('\n')
      .filter((line) => line.startsWith('domi_token_requests_total{') && !line.endsWith(' 0'));
    expect(lines).to.have.members([
      'domi_token_requests_total{provider="zoom",grant_type="refresh_token",outcome="success"} 1',
      'domi_token_requests_total{provider="zoom",grant_type="refresh_token",outcome="invalid_grant"} 1',
      'domi_token_requests_total{provider="webex",grant_type="refresh_token",outcome="invalid_grant"} 1',
      'domi_token_requests_total{provider="zoom",grant_type="revoke_token",outcome="success"} 1',
    ]);
  });
});
