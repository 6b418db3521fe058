import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ScriptedServices, startScriptedServices } from '../check/scripted-services.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { INSECURE } from '../helpers/scripted-provider.ts';
import { until } from '../helpers/until.ts';

describe('the standing probe of an app with a private key', () => {
  let folder: string;
  let services: ScriptedServices;
  let service: TestService;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-probing-'));
  });
  after(async () => {
    await service?.stop();
    await services?.stop();
    rmSync(folder, { recursive: true });
  });

  it('signs an assertion for each question, and shows whether it is accepted', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const file = join(folder, 'key.pem');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const assertions: string[] = [];
    services = await startScriptedServices({
      teams: ({ body }) => {
        const assertion = body.get('client_assertion') ?? '';
        assertions.push(assertion);
        // The second question has a wrong signature on purpose.
        return assertions.length === 2
          ? { status: 401, body: { error: 'invalid_client' } }
          : { status: 400, body: { error: 'invalid_grant' } };
      },
    });
    service = await createTestService({
      providerFile: {
        providers: {
          teams: {
            tokenEndpoint: `${services.url}/teams`,
            tokenEndpointAuthMethod: 'private_key_jwt',
            clientKey: { file },
          },
        },
      },
      environment: { ...INSECURE, ZOOM_CLIENT_ID: '', WEBEX_CLIENT_ID: '', GTM_CLIENT_ID: '' },
      probeTimes: { settle: 0, spread: 0, pace: 5, period: 50, recheck: 50 },
    });
    const gauge = '\ndomi_client_credentials_valid{tenant="default",provider="teams"} 1\n';
    await until(async () => (await send(`${service.managementUrl}/metrics`)).body.includes(gauge));
    await until(() => assertions.length >= 4);
    expect(new Set(assertions).size).to.equal(assertions.length);
    expect(assertions.join()).to.match(/^[\w-]+\.[\w-]+\.[\w-]+,/);
  });
});
