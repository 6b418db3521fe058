import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { type ForwardProxy, startForwardProxy } from '../helpers/forward-proxy.ts';
import { INSECURE } from '../helpers/scripted-provider.ts';

const ENDPOINT = 'https://provider.test';

describe('a service behind a proxy that refuses', () => {
  let proxy: ForwardProxy;
  let service: TestService;

  before(async () => {
    proxy = await startForwardProxy();
    proxy.refusal = 407;
    const https = Object.assign(new URL(proxy.url), { username: 'user', password: 'CANARY' });
    service = await createTestService({
      environment: { ...INSECURE, HTTPS_PROXY: https.href },
      providerFile: {
        providers: {
          zoom: {
            authorizationEndpoint: `${ENDPOINT}/authorize`,
            tokenEndpoint: `${ENDPOINT}/token`,
            revocationEndpoint: `${ENDPOINT}/revoke`,
          },
        },
      },
    });
  });
  after(async () => {
    await service.stop();
    await proxy.stop();
  });

  for (const path of ['/dominoZoomRefresh', '/dominoZoomRevoke']) {
    it(`says to Notes at ${path} that the token is good, and operators the status of the proxy`, async () => {
      const answer = await service.get(path, { authorization: 'Bearer TOKEN' });
      expect(answer.status).to.equal(502);
      const body = JSON.parse(answer.body) as Record<string, unknown>;
      expect(body).to.include({ error: 'provider_unreachable', action: 'retry' });
      expect(body['error_description']).to.include('token is still good');
      expect(answer.body).to.not.include('407');
      expect(service.logs.join('')).to.include('the proxy refused the tunnel with status 407');
    });
  }

  it('prints no password', () => {
    expect(service.logs.join('')).to.not.include('CANARY').and.not.include('Basic ');
  });
});
