import { expect } from 'chai';
import { runCheck } from './run-check.ts';
import {
  describeScriptedService,
  type ScriptedServices,
  startScriptedServices,
  type TokenRequest,
} from './scripted-services.ts';

const WRONG_TOKEN = 'domi-check-deliberately-wrong-refresh-token';
const UNKNOWN_CLIENT = { status: 401, body: { error: 'invalid_client' } };
const GRANT_REFUSED = { status: 400, body: { error: 'invalid_grant' } };

type Refusal = { readonly status: number; readonly body: string | object };

/** A service that refuses wrong codes as RFC 6749 has it, and wrong refresh tokens in its own way. */
const refuses =
  (refusal: Refusal) =>
  ({ clientSecret, body }: TokenRequest) => {
    if (clientSecret !== 's-right' && clientSecret !== 's-own') return UNKNOWN_CLIENT;
    return body.get('grant_type') === 'refresh_token' ? refusal : GRANT_REFUSED;
  };

/** Outside of the RFC, whichever grant it is. */
const BLUNT = {
  status: 400,
  body: {
    error: 'invalid_request',
    error_description: 'There is no such token.',
  },
};

describe('domi check --live, asking about a dead token', () => {
  let services: ScriptedServices | undefined;
  afterEach(() => services?.stop());

  const record = (name: string, more?: object): object => describeScriptedService(services, name, more);

  async function check(
    rules: Parameters<typeof startScriptedServices>[0],
    more: Record<string, object> = {},
  ) {
    services = await startScriptedServices(rules);
    const providers = Object.fromEntries(Object.keys(rules).map((name) => [name, record(name, more[name])]));
    const input = { environment: { RIGHT: 's-right' }, file: { providers } };
    const text = await runCheck({ ...input, args: ['--live'] });
    const { live } = JSON.parse((await runCheck({ ...input, args: ['--live', '--json'] })).stdout);
    const verdicts = live.dead_tokens.map(({ provider, verdict, outcome }: Record<string, string>) => [
      provider,
      verdict,
      outcome,
    ]);
    return {
      ...text,
      verdicts,
      warnings: text.stdout.split('\n').filter((line) => /^warning: default/.test(line)),
    };
  }

  it('says nothing when it is read as a dead token', async () => {
    const { verdicts, warnings, exitCode } = await check({ good: refuses(GRANT_REFUSED) });
    expect(verdicts).to.deep.equal([['good', 'recognized', 'invalid_grant']]);
    expect(warnings).to.deep.equal([]);
    expect(exitCode).to.equal(0);
    const tokens = services?.received.map(({ body }) => body.get('refresh_token')).filter(Boolean);
    expect(tokens).to.deep.equal([WRONG_TOKEN, WRONG_TOKEN]);
  });

  it('warns with the cure when it would be read as something else', async () => {
    const { verdicts, warnings, exitCode, stdout } = await check({
      blunt: refuses(BLUNT),
      client: refuses({ status: 401, body: { error: 'invalid_client' } }),
      nameless: refuses({ status: 403, body: { message: 'no' } }),
      generous: refuses({ status: 200, body: { access_token: 'AT' } }),
    });
    expect(verdicts).to.deep.equal([
      ['blunt', 'unrecognized', 'provider_rejected_request'],
      ['client', 'unrecognized', 'client_credentials_refused'],
      ['nameless', 'unrecognized', 'provider_invalid_answer'],
      ['generous', 'unrecognized', 'success'],
    ]);
    expect(warnings[0]).to.equal(
      'warning: default/blunt: a refresh token that does not exist was answered with HTTP 400 invalid_request: this is read as provider_rejected_request, not as invalid_grant, so nobody is told to get a new token. Set tokenErrors in the record of this service.',
    );
    expect(warnings).to.have.length(4);
    expect(exitCode, 'a warning is no failure').to.equal(0);
    expect(stdout).to.not.include('no such').and.not.include('s-right').and.not.include(WRONG_TOKEN);
  });

  it('warns with another cure when there is nothing that tokenErrors could match', async () => {
    const { verdicts, warnings } = await check({
      page: refuses({ status: 403, body: '<!DOCTYPE html>' }),
      bare: refuses({ status: 401, body: '' }),
      text: refuses({ status: 400, body: 'no' }),
    });
    expect(verdicts).to.deep.equal([
      ['page', 'unrecognized', 'provider_invalid_answer'],
      ['bare', 'unrecognized', 'client_credentials_refused'],
      ['text', 'unrecognized', 'provider_invalid_answer'],
    ]);
    for (const [index, what] of [
      'HTTP 403 with an HTML page',
      'HTTP 401 with an empty body',
      'HTTP 400 with something that is not JSON',
    ].entries()) {
      expect(warnings[index])
        .to.include(`was answered with ${what}: `)
        .and.include('tokenErrors match only JSON')
        .and.not.include('Set tokenErrors');
    }
  });

  it('warns as well where every grant is answered like that, so that the secret is unknown', async () => {
    const { verdicts, warnings } = await check({ blunt: () => BLUNT });
    expect(verdicts).to.deep.equal([['blunt', 'unrecognized', 'provider_rejected_request']]);
    expect(warnings).to.have.length(1);
  });

  it('falls silent when tokenErrors has the words of the service', async () => {
    const blunt = {
      tokenErrors: [{ error: 'invalid_request', text: 'no such token', means: 'invalid_grant' }],
    };
    const nameless = { tokenErrors: [{ status: 403, means: 'invalid_grant' }] };
    const { verdicts, warnings } = await check(
      { blunt: refuses(BLUNT), nameless: refuses({ status: 403, body: { message: 'no' } }) },
      { blunt, nameless },
    );
    expect(verdicts.map(([, verdict]: string[]) => verdict)).to.deep.equal(['recognized', 'recognized']);
    expect(warnings).to.deep.equal([]);
  });

  it('cannot tell during an outage, and does not ask where the secret is refused', async () => {
    const { verdicts, warnings } = await check({
      limited: refuses({ status: 429, body: { error: 'slow_down' } }),
      broken: refuses({ status: 500, body: { error: 'server_error' } }),
      refused: () => UNKNOWN_CLIENT,
      down: () => ({ status: 503, body: '' }),
    });
    expect(verdicts).to.deep.equal([
      ['limited', 'unknown', 'rate_limited'],
      ['broken', 'unknown', 'provider_failed'],
    ]);
    expect(warnings).to.deep.equal([]);
  });

  it('asks once for tenants of one service, and again where a tenant has another endpoint or rules of its own', async () => {
    services = await startScriptedServices({ shared: refuses({ ...GRANT_REFUSED, status: 403 }) });
    const { port } = new URL(services.url);
    const credentials = { clientId: { value: 'own-id' }, clientSecret: { env: 'OWN' } };
    const tenants = {
      one: {},
      two: {},
      // The same server under another name.
      elsewhere: { tokenEndpoint: `http://localhost:${port}/shared`, ...credentials },
      odd: { tokenErrors: [{ status: 403, means: 'rate_limited' }] },
    };
    const file = {
      providers: { shared: record('shared') },
      tenants: Object.fromEntries(
        Object.entries(tenants).map(([id, shared]) => [
          id,
          { publicUrl: `https://${id}.example.com`, providers: { shared } },
        ]),
      ),
    };
    const { stdout } = await runCheck({
      environment: { RIGHT: 's-right', OWN: 's-own' },
      file,
      args: ['--live', '--json'],
    });
    const { dead_tokens } = JSON.parse(stdout).live;
    expect(dead_tokens.map(({ tenant, outcome }: Record<string, string>) => [tenant, outcome])).to.deep.equal(
      [
        ['one', 'invalid_grant'],
        ['elsewhere', 'invalid_grant'],
        ['odd', 'rate_limited'],
      ],
    );
  });

  it('asks at the refresh endpoint, where there is one', async () => {
    services = await startScriptedServices({ own: refuses(BLUNT), renew: () => GRANT_REFUSED });
    const own = record('own', { refreshEndpoint: `${services.url}/renew` });
    await runCheck({ environment: { RIGHT: 's-right' }, file: { providers: { own } }, args: ['--live'] });
    const asked = services.received.filter(({ body }) => body.get('grant_type') === 'refresh_token');
    expect(asked.map(({ path }) => path)).to.deep.equal(['renew']);
  });
});
