import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { buildDocumentedSite } from '../helpers/documented-site.ts';
import { CookieJar } from '../helpers/http.ts';
import { findNginx, type Nginx, startNginx } from '../helpers/nginx.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { waitFor } from '../helpers/service-process.ts';
import { comeBack, start } from '../helpers/sign-in.ts';
import { skipSuite } from '../helpers/skip.ts';

describe('the log of a proxy with the documented format', () => {
  let provider: ScriptedProvider;
  let service: TestService;
  let nginx: Nginx;
  let log: string;

  before(async function () {
    const program = await findNginx();
    if (program === undefined) skipSuite(this, 'nginx is not installed');
    provider = await createScriptedProvider();
    service = await createTestService({ environment: INSECURE, providerFile: provider.providerFile });
    nginx = await startNginx(program, {
      upstreams: [new URL(service.url).host],
      site(upstreams, port, folder) {
        log = join(folder, 'domi.log');
        return buildDocumentedSite(upstreams, port, folder);
      },
    });
  });
  after(async () => {
    await nginx?.stop();
    await service?.stop();
    await provider?.stop();
  });

  it('G5 has neither code nor state nor token of a sign-in and a refresh, behind nginx', async () => {
    const jar = new CookieJar();
    const host = 'domi.example.com';
    const get = (path: string, headers: Record<string, string> = {}) =>
      jar.get(`http://127.0.0.1:${nginx.port}${path}`, { host, ...headers });
    const state = (await start(get, 'dominoZoom')).searchParams.get('state') ?? '';
    await comeBack(get, 'zoomCallback', { code: 'CANARY-CODE', state });
    expect((await get('/dominoZoom/token.html')).status).to.equal(200);
    expect((await get('/dominoZoomRefresh', { authorization: 'Bearer CANARY-TOKEN' })).status).to.equal(200);

    await waitFor(() => readFileSync(log, 'utf8').includes('dominoZoomRefresh'));
    const text = readFileSync(log, 'utf8');
    expect(text).to.include('/zoomCallback').and.include('/dominoZoom/token.html');
    expect(text).to.not.match(/CANARY|code=|state=|\?/);
    expect(text).to.not.include(state);
  });
});
