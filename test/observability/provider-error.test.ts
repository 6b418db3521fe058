import { expect } from 'chai';
import { createCanaries } from '../canary/canaries.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { comeBack, start } from '../helpers/sign-in.ts';
import { recordSpans, type SpanRecorder } from '../helpers/span-recorder.ts';

type Line = Readonly<Record<string, unknown>>;

const EXPIRED_SECRET = {
  error: 'invalid_client',
  error_description: "AADSTS7000222: The provided client secret keys for app 'x' are expired.\r\nTrace ID: 1",
  error_codes: [7000222],
};

describe('what a provider said', () => {
  let provider: ScriptedProvider;
  let recorder: SpanRecorder;
  let service: TestService;
  let count = 0;

  before(async () => {
    provider = await createScriptedProvider();
    recorder = recordSpans();
    const { providers } = provider.providerFile;
    const webex = {
      ...providers['webex'],
      clientSecret: [{ env: 'WEBEX_CLIENT_SECRET' }, { env: 'WEBEX_NEXT' }],
    };
    service = await createTestService({
      environment: { ...INSECURE, WEBEX_NEXT: 'next-secret' },
      providerFile: { providers: { ...providers, webex } },
      tracing: recorder.tracing,
    });
  });
  beforeEach(() => {
    service.logs.length = 0;
    recorder.take();
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  const read = (kind: string): Line[] =>
    service.logs.map((text) => JSON.parse(text) as Line).filter((line) => line['kind'] === kind);

  const refuse = (status: number, body: object): void => {
    provider.answer = (_request, response) => void response.writeHead(status).end(JSON.stringify(body));
  };

  const refresh = (path = 'dominoTeams') => {
    count += 1;
    return service.get(`/${path}Refresh`, { authorization: `Bearer token-${count}` });
  };

  it('is found by the request id: in the lines of request and audit, in that of the provider, and in spans', async () => {
    refuse(401, EXPIRED_SECRET);
    const { headers } = await refresh();
    const said = {
      provider_status: 401,
      provider_error: 'invalid_client',
      provider_error_number: 'AADSTS7000222',
    };
    const [access, audit] = ['access', 'audit'].map((kind) =>
      read(kind).find(({ request_id }) => request_id === headers['x-request-id']),
    );
    expect(access).to.include(said);
    expect(audit).to.include(said);
    expect(read('upstream')[0]).to.include(said);
    const [call, grant, request] = recorder.take();
    expect(call?.attributes).to.include({
      'http.response.status_code': 401,
      'domi.provider_error': 'invalid_client',
      'domi.provider_error_number': 'AADSTS7000222',
    });
    for (const span of [grant, request]) {
      expect(span?.attributes).to.include({
        'domi.provider_status': 401,
        'domi.provider_error': 'invalid_client',
        'domi.provider_error_number': 'AADSTS7000222',
      });
    }
  });

  it('is not in the answer, and not in the lines of a request that went well', async () => {
    refuse(401, EXPIRED_SECRET);
    const { body } = await refresh();
    expect(body).to.not.include('AADSTS').and.not.include('7000222');
    service.logs.length = 0;
    provider.answer = (_request, response) => answerTokens(response);
    await refresh();
    expect(service.logs.join('')).to.not.include('provider_error').and.not.include('provider_status');
  });

  it('of the first client secret stands in the line of the later one that was accepted', async () => {
    provider.answer = (_request, response, body) => {
      if (body.get('client_secret') === 'next-secret') answerTokens(response);
      else response.writeHead(401).end(JSON.stringify(EXPIRED_SECRET));
    };
    expect((await refresh('dominoWebex')).status).to.equal(200);
    expect(read('upstream')[0]).to.include({
      msg: 'first client credential refused, a later one was accepted',
      provider_error_number: 'AADSTS7000222',
    });
    expect(read('access')[0]).to.not.have.property('provider_error_number');
  });

  it('by way of the browser is in the line of the callback', async () => {
    const browser = service.browse();
    const authorization = await start(browser.get, 'dominoTeams');
    const answer = await comeBack(browser.get, 'teamsCallback', {
      error: 'consent_required',
      error_description: 'AADSTS90094: The grant requires admin permission.',
      state: authorization.searchParams.get('state') ?? '',
    });
    // The page names the number for the help desk, and nothing else of what the service wrote.
    expect(answer.body)
      .to.include('>admin_consent_required (AADSTS90094)<')
      .and.not.include('The grant requires');
    expect(read('access').at(-1)).to.include({
      route: 'callback',
      provider_error: 'consent_required',
      provider_error_number: 'AADSTS90094',
    });
  });

  it('about permissions is recognized by the scopes that are missing, as configured', async () => {
    provider.answer = (_request, response) => answerTokens(response, { scope: 'User.Read FOREIGN.Scope' });
    const browser = service.browse();
    const authorization = await start(browser.get, 'dominoTeams');
    await comeBack(browser.get, 'teamsCallback', {
      code: 'code-1',
      state: authorization.searchParams.get('state') ?? '',
    });
    expect((await browser.get('/dominoTeams/token.html')).status).to.equal(403);
    const missing = { missing_scopes: ['OnlineMeetings.ReadWrite'] };
    expect(read('access').at(-1)).to.deep.include(missing);
    expect(read('audit').at(-1)).to.deep.include(missing);
    const request = recorder.take().at(-1);
    expect(request?.attributes).to.include({ 'domi.missing_scopes': 'OnlineMeetings.ReadWrite' });
    expect(service.logs.join('')).to.not.include('FOREIGN');
  });

  it('in its own words comes out nowhere', async () => {
    const canaries = createCanaries();
    const text = (name: string): string => canaries.plant(name, '/+ä" (');
    const answers: [status: number, body: object][] = [
      [400, { error: text('error'), error_description: text('description'), error_uri: text('uri') }],
      [401, { error: 'invalid_client', error_description: `AADSTS7000222: ${text('behind a number')}` }],
      [400, { error: 'invalid_grant', code: text('code'), errorCode: text('errorCode') }],
      [
        400,
        { error_codes: [text('codes')], errors: [{ errorCode: text('list'), message: text('message') }] },
      ],
      [403, { message: text('gateway'), reason: text('reason') }],
      [200, { error: text('error with 200'), [text('name')]: text('value') }],
    ];
    const seen: string[] = [];
    for (const [status, body] of answers) {
      refuse(status, body);
      seen.push((await refresh()).body);
    }
    const browser = service.browse();
    const authorization = await start(browser.get, 'dominoZoom');
    const page = await comeBack(browser.get, 'zoomCallback', {
      error: text('error of the browser'),
      error_description: text('text of the browser'),
      state: authorization.searchParams.get('state') ?? '',
    });
    const output = [...service.logs, JSON.stringify(recorder.take()), ...seen, page.body].join('\n');
    expect(output).to.include('AADSTS7000222');
    expect(canaries.find(output)).to.deep.equal([]);
  });
});
