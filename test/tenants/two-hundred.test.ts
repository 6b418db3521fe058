import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, CookieJar } from '../helpers/http.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';

const COUNT = 200;

const IDS = [
  ['zoom', 'dominoZoom', 'zoomCallback'],
  ['teams', 'dominoTeams', 'teamsCallback'],
  ['webex', 'dominoWebex', 'webexCallback'],
  ['gotomeeting', 'dominoGTM', 'gtmCallback'],
] as const;

interface Customer {
  readonly id: string;
  readonly host: string;
  readonly prefix: string;
  /** Every third has apps of its own. */
  readonly hasOwnApps: boolean;
}

/** Hosts and paths in turn. */
const CUSTOMERS: readonly Customer[] = Array.from({ length: COUNT }, (_, index) => ({
  id: `t${index}`,
  host: index % 2 === 0 ? `t${index}.domi.example.com` : 'domi.example.com',
  prefix: index % 2 === 0 ? '' : `/t${index}`,
  hasOwnApps: index % 3 === 0,
}));

describe('two hundred tenants of both kinds on two instances', function () {
  this.timeout(60_000);
  let provider: ScriptedProvider;
  let instances: TestService[];

  before(async () => {
    provider = await createScriptedProvider();
    const tenants = CUSTOMERS.map(({ id, host, prefix, hasOwnApps }) => {
      const own = { clientId: { value: `app-of-${id}` }, clientSecret: { env: `SECRET_OF_${id}` } };
      const providers = Object.fromEntries(IDS.map(([name]) => [name, hasOwnApps ? own : {}]));
      return [id, { publicUrl: `https://${host}${prefix}`, displayName: `Customer ${id}`, providers }];
    });
    const options = {
      environment: {
        ...INSECURE,
        ...Object.fromEntries(CUSTOMERS.map(({ id }) => [`SECRET_OF_${id}`, `secret-of-${id}`])),
      },
      providerFile: { ...provider.providerFile, tenants: Object.fromEntries(tenants) },
    };
    instances = [await createTestService(options), await createTestService(options)];
  });
  after(async () => {
    for (const instance of instances) await instance.stop();
    await provider.stop();
  });

  /** A browser of a customer, whose every request reaches the other instance. */
  function browse({ host, prefix }: Customer): (path: string) => Promise<Answer> {
    const jar = new CookieJar();
    let turn = 0;
    return (path) => {
      turn += 1;
      return jar.get(`${instances[turn % 2]?.url}${prefix}${path}`, { host });
    };
  }

  it('each complete a sign-in at their own address, with their own app or the shared one', async () => {
    for (const [index, customer] of CUSTOMERS.entries()) {
      const { id, host, prefix, hasOwnApps } = customer;
      const [name, path, callback] = IDS[index % IDS.length] ?? IDS[0];
      const get = browse(customer);
      const started = await get(`/${path}/index.html`);
      const query = new URL(started.headers.location ?? '').searchParams;
      expect(query.get('redirect_uri'), id).to.equal(`https://${host}${prefix}/${callback}`);
      const sharedId = { zoom: 'zoom-id', teams: 'teams-id', webex: 'webex-id', gotomeeting: 'gtm-id' }[name];
      expect(query.get('client_id'), id).to.equal(hasOwnApps ? `app-of-${id}` : sharedId);
      await get(`/${callback}?code=code-of-${id}&state=${query.get('state')}`);
      const page = await get(`/${path}/token.html`);
      expect(page.body, id).to.include('>RT<').and.include(`Customer ${id}<`);
      expect(provider.received.at(-1)?.body.get('code'), id).to.equal(`code-of-${id}`);
    }
  });

  it('each refresh through every one of their services, on both instances', async () => {
    const asked = CUSTOMERS.flatMap((customer) => IDS.map(([, path]) => ({ customer, path })));
    for (const [index, { customer, path }] of asked.entries()) {
      const { id, host, prefix } = customer;
      const answer = await instances[index % 2]?.get(`${prefix}/${path}Refresh`, {
        host,
        authorization: `Bearer token-of-${id}-at-${path}`,
      });
      expect(answer?.status, `${id} ${path}`).to.equal(200);
    }
    expect(provider.received.filter(({ body }) => body.get('grant_type') === 'refresh_token')).to.have.length(
      COUNT * IDS.length,
    );
  });
});
