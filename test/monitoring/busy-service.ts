import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { comeBack, start } from '../helpers/sign-in.ts';

export interface BusyService {
  readonly service: TestService;
  readonly provider: ScriptedProvider;
  /** Users do everything once: sign in, refresh, revoke, look at pages, and meet a provider that fails. */
  work(): Promise<void>;
  /** What Prometheus would read now. */
  scrape(): Promise<string>;
  stop(): Promise<void>;
}

/** A service behind which a scripted provider stands, and on which all metrics get values. */
export async function startBusyService(): Promise<BusyService> {
  const provider = await createScriptedProvider();
  const service = await createTestService({
    environment: INSECURE,
    providerFile: provider.providerFile,
  }).catch(async (error) => {
    await provider.stop();
    throw error;
  });

  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

  async function work(): Promise<void> {
    provider.answer = (_request, response) => answerTokens(response);
    const browser = service.browse();
    const state = (await start(browser.get, 'dominoZoom')).searchParams.get('state') ?? '';
    await comeBack(browser.get, 'zoomCallback', { code: 'code', state });
    expect((await browser.get('/dominoZoom/token.html')).status).to.equal(200);
    expect((await service.get('/dominoZoomRefresh', bearer(`good-${Math.random()}`))).status).to.equal(200);
    expect((await service.get('/dominoZoomRevoke', bearer('access'))).status).to.equal(200);
    for (const path of ['/', '/diag', '/nothing']) await service.get(path);

    provider.answer = (_request, response) => {
      response.statusCode = 400;
      response.end('{"error":"invalid_grant"}');
    };
    expect((await service.get('/dominoWebexRefresh', bearer(`dead-${Math.random()}`))).status).to.equal(400);
    provider.answer = (_request, response) => {
      response.statusCode = 500;
      response.end();
    };
    expect((await service.get('/dominoTeamsRefresh', bearer(`lost-${Math.random()}`))).status).to.equal(502);
  }

  return {
    service,
    provider,
    work,
    scrape: async () => (await send(`${service.managementUrl}/metrics`)).body,
    async stop() {
      await service.stop();
      await provider.stop();
    },
  };
}
