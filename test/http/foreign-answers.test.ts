import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
  withNextSecret,
} from '../helpers/scripted-provider.ts';

const PAGE = '<!DOCTYPE html><title>Log in</title>';

describe('a refresh whose answer is unusual', () => {
  let provider: ScriptedProvider;
  let service: TestService;
  let count = 0;

  before(async () => {
    provider = await createScriptedProvider();
    service = await createTestService({
      environment: { ...INSECURE, ZOOM_NEXT: 'next-secret' },
      providerFile: withNextSecret(provider.providerFile),
    });
  });
  beforeEach(() => {
    provider.received.length = 0;
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  const answer = (status: number, contentType: string, body: string): void => {
    provider.answer = (_request, response) => {
      response.writeHead(status, { 'content-type': contentType, 'www-authenticate': 'Basic realm="proxy"' });
      response.end(body);
    };
  };

  async function refresh(token = `RT-${++count}`) {
    const { status, body } = await service.get('/dominoZoomRefresh', { authorization: `Bearer ${token}` });
    return { status, body: JSON.parse(body) as Record<string, unknown> };
  }

  for (const status of [401, 403]) {
    it(`a page with ${status}: the administrator is not sent to look for a wrong secret`, async () => {
      answer(status, 'text/html', PAGE);
      expect((await refresh()).body).to.include({ error: 'provider_invalid_answer', action: 'retry' });
      expect(provider.received, 'the other secret is not tried').to.have.length(1);
    });
  }

  it('a client that was deleted: our credentials are refused, after one call', async () => {
    answer(401, 'application/json', '{"error":"deleted_client"}');
    expect((await refresh()).body).to.include({
      error: 'client_credentials_refused',
      action: 'contact_admin',
    });
    expect(provider.received).to.have.length(1);
  });

  it('a client that is refused: the other secret is tried', async () => {
    answer(401, 'application/json', '{"error":"invalid_client"}');
    expect((await refresh()).body).to.include({ error: 'client_credentials_refused' });
    expect(provider.received).to.have.length(2);
  });

  it('a lifetime that is a date: the tokens come without it', async () => {
    provider.answer = (_request, response) => answerTokens(response, { expires_in: '2026-11-26T10:00:00Z' });
    const { status, body } = await refresh();
    expect(status).to.equal(200);
    expect(body).to.include({ access_token: 'AT', refresh_token: 'RT' }).and.not.have.property('expires_in');
  });

  it('a form: the tokens come as JSON', async () => {
    answer(200, 'application/x-www-form-urlencoded', 'access_token=A%2BT&refresh_token=R%2FT&expires_in=60');
    const { body } = await refresh();
    expect(body).to.include({ access_token: 'A+T', refresh_token: 'R/T', expires_in: 60 });
  });

  it('tokens with every character that RFC 6749 allows go both ways unchanged', async () => {
    const all = String.fromCharCode(...Array.from({ length: 0x5f }, (_, index) => 0x20 + index));
    const next = `n${all}n`;
    provider.answer = (_request, response) => answerTokens(response, { refresh_token: next });
    const first = await refresh(`f${all}f`);
    expect(provider.received[0]?.body.get('refresh_token')).to.equal(`f${all}f`);
    expect(first.body['refresh_token']).to.equal(next);
    await refresh(next);
    expect(provider.received[1]?.body.get('refresh_token')).to.equal(next);
  });
});
