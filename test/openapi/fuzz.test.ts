import { expect } from 'chai';
import fc from 'fast-check';
import { METHODS_OF_PATHS, type OpenApiDocument } from '../../src/openapi/open-api-document.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { createDocumentValidator, type DocumentValidator } from '../helpers/documented/document-validator.ts';
import { listPorts } from '../helpers/documented/find-operations.ts';
import { type Answer, CookieJar, type RequestOptions, send } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { createRemoval, signDelivery } from '../helpers/zoom-webhooks.ts';
import { arbitraryRequests } from './arbitrary-requests.ts';
import { arbitraryScripts } from './arbitrary-scripts.ts';
import { readDocument } from './read-document.ts';

const SECRET = 'secret-token-of-zoom';
const HOST = 'domi.example.com';

/** Where requests may go: prefix and host of a tenant, of one that is left out, or of nobody. */
type Place = readonly [prefix: string, host: string];
const ACME: Place = ['/acme', HOST];
const PLACES: readonly Place[] = [
  ACME,
  ['//acme', HOST],
  ['', 'emea.example.com'],
  ['/broken', HOST],
  ['/nobody', HOST],
  ['', 'elsewhere.example.com'],
];

/** Revocations that never succeed: these services have no endpoint for it. */
const CANNOT_REVOKE = ['GET /dominoTeamsRevoke', 'POST /dominoTeamsRevoke'];

const ASSET = /\bassets\/([\w.-]+)/;

describe('a client that takes its requests from the OpenAPI document', function () {
  this.timeout(120_000);
  let provider: ScriptedProvider;
  let service: TestService;
  let document: OpenApiDocument;
  let validator: DocumentValidator;

  before(async () => {
    provider = await createScriptedProvider();
    service = await createTestService({
      environment: { ...INSECURE, ZOOM_WEBHOOK_SECRET: SECRET },
      providerFile: {
        ...provider.providerFile,
        tenants: {
          acme: { publicUrl: `https://${HOST}/acme`, providers: { zoom: {}, teams: {} } },
          emea: { publicUrl: 'https://emea.example.com', providers: { zoom: {} } },
          broken: { publicUrl: `https://${HOST}/broken`, limits: { tenant: { burst: -1 } }, providers: {} },
        },
      },
    });
    document = await readDocument(service.managementUrl);
    validator = createDocumentValidator(document);
  });
  beforeEach(() => {
    provider.answer = (_request, response) => answerTokens(response);
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  /** Sends a request, and fails when the answer is a fault of the service or not documented. */
  async function ask(
    port: 'web' | 'management',
    path: string,
    [prefix, host]: Place,
    { method = 'GET', headers = {}, body }: RequestOptions = {},
  ): Promise<Answer> {
    const full = port === 'web' ? prefix + path : path;
    const answer = await send((port === 'web' ? service.url : service.managementUrl) + full, {
      method,
      headers: { ...headers, host },
      ...(body !== undefined && { body }),
    });
    const faults = validator.findFaults({ ...answer, port, method, path: full });
    expect(faults.join('; '), `${answer.status} ${answer.body.slice(0, 500)}`).to.equal('');
    expect(answer.status, answer.body).not.to.equal(500);
    return answer;
  }

  it('succeeds with every operation when its requests are sound', async () => {
    let serial = 0;
    const asked: Promise<readonly [operation: string, status: number]>[] = [];
    for (const [template, item] of Object.entries(document.paths)) {
      for (const name of METHODS_OF_PATHS) {
        if (item[name] === undefined) continue;
        const method = name.toUpperCase();
        for (const port of listPorts(item)) {
          serial += 1;
          asked.push(askSoundly(port, template, method, `token-${serial}`));
        }
      }
    }
    const failed = (await Promise.all(asked)).filter(([, status]) => status >= 400);
    expect(failed.map(([operation]) => operation)).to.deep.equal(CANNOT_REVOKE);
    expect(asked).to.have.length.above(25);
  });

  async function askSoundly(
    port: 'web' | 'management',
    template: string,
    method: string,
    token: string,
  ): Promise<readonly [operation: string, status: number]> {
    const operation = `${method} ${template}`;
    const [, base] = /^\/(domino\w+)\/token\.html$|^\/(\w+)Callback$/.exec(template) ?? [];
    if (/Callback$|token\.html$/.test(template)) {
      const path = base ?? (template.startsWith('/zoom') ? 'dominoZoom' : 'dominoTeams');
      const answers = await signIn(path, 'code');
      return [operation, (template.endsWith('Callback') ? answers.at(-2) : answers.at(-1))?.status ?? 0];
    }
    const landing = await ask('web', '/', ACME, { headers: { accept: 'text/html' } });
    const path = template.replace('{file}', ASSET.exec(landing.body)?.[1] ?? '');
    const delivery = signDelivery(createRemoval(), SECRET);
    const isDelivery = template === '/zoomWebhook';
    const headers = isDelivery ? delivery.headers : { authorization: `Bearer ${token}` };
    const place: Place = template === '/readyz' ? ['', ''] : ACME;
    const { status } = await ask(port, path, place, {
      method,
      headers,
      ...(isDelivery && { body: delivery.body }),
    });
    return [operation, status];
  }

  /** Start, callback as often as it takes, token page. Its answers are all documented. */
  async function signIn(path: string, code: string, more = ''): Promise<Answer[]> {
    const callback = path === 'dominoZoom' ? 'zoomCallback' : 'teamsCallback';
    const jar = new CookieJar();
    const visit = async (address: string): Promise<Answer> => {
      const answer = await ask('web', address, ACME, { headers: { ...jar.header(), accept: 'text/html' } });
      jar.keepAll(answer);
      return answer;
    };
    const answers = [await visit(`/${path}/index.html`)];
    const state = new URL(answers[0]?.headers.location ?? '').searchParams.get('state') ?? '';
    const query = `?state=${encodeURIComponent(state)}&code=${encodeURIComponent(code)}${more}`;
    do answers.push(await visit(`/${callback}${query}`));
    while (answers.at(-1)?.headers.location?.startsWith('#'));
    answers.push(await visit(`/${path}/token.html`));
    return answers;
  }

  it('gets only documented answers to odd requests and odd answers of the provider, and never a 500', async () => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(
        arbitraryRequests(document),
        fc.constantFrom(...PLACES),
        arbitraryScripts,
        async ({ port, path, ...request }, place, script) => {
          provider.answer = (_request, response) => script(response);
          const { status } = await ask(port, path, place, request as RequestOptions);
          statuses.add(status);
        },
      ),
      { numRuns: 1000 },
    );
    expect([...statuses]).to.include.members([200, 302, 400, 401, 404, 405, 503]);
  });

  it('gets only documented answers in sign-ins with odd codes, parameters and answers of the provider', async () => {
    const statuses = new Set<number>();
    const parameter = fc.tuple(fc.constantFrom('error', 'iss', 'code', 'admin_consent', 'x'), fc.string());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('dominoZoom', 'dominoTeams'),
        fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('a'.repeat(9000), ' ', '\t')),
        fc.array(parameter, { maxLength: 1 }),
        arbitraryScripts,
        async (path, code, parameters, script) => {
          provider.answer = (_request, response) => script(response);
          const more = parameters.map((pair) => `&${pair.map(encodeURIComponent).join('=')}`).join('');
          for (const { status } of await signIn(path, code, more)) statuses.add(status);
        },
      ),
      { numRuns: 100 },
    );
    expect([...statuses]).to.include.members([200, 302, 303, 400]);
  });

  it('gets only documented answers to odd events with a sound signature', async () => {
    const statuses = new Set<number>();
    const event = fc.record({
      event: fc.oneof(fc.constantFrom('endpoint.url_validation', 'app_deauthorized'), fc.string()),
      payload: fc.oneof(
        fc.jsonValue(),
        fc.record({ plainToken: fc.oneof(fc.constant('abc'), fc.jsonValue()) }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(event, fc.json()), async (content) => {
        const { body, headers } = signDelivery(content, SECRET);
        const { status } = await ask('web', '/zoomWebhook', ACME, { method: 'POST', body, headers });
        statuses.add(status);
      }),
      { numRuns: 200 },
    );
    expect([...statuses]).to.include.members([200, 400]);
  });
});
