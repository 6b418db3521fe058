import { expect } from 'chai';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { runCheck } from './run-check.ts';
import {
  describeScriptedService,
  type ScriptedServices,
  startScriptedServices,
} from './scripted-services.ts';

const WRONG_SECRET = 'domi-check-deliberately-wrong-secret';

/** A service that knows these secrets and looks at the client first, as RFC 6749 wants it. */
const knows =
  (...secrets: string[]) =>
  ({ clientSecret }: { clientSecret: string }) =>
    secrets.includes(clientSecret)
      ? { status: 400, body: { error: 'invalid_grant' } }
      : { status: 401, body: { error: 'invalid_client' } };

describe('domi check --live', () => {
  let services: ScriptedServices | undefined;
  afterEach(() => services?.stop());

  const record = (name: string, more?: object): object => describeScriptedService(services, name, more);
  const environment = { RIGHT: 's-right', OLD: 's-old', WRONG: 's-wrong' };

  it('reports for each secret whether it is right, refused, unreachable or unknown', async () => {
    services = await startScriptedServices({
      good: knows('s-right'),
      bad: knows('another'),
      html: () => ({ status: 200, body: '<!DOCTYPE html><title>Maintenance</title>' }),
      careless: () => ({ status: 400, body: { error: 'invalid_grant' } }),
      rotated: knows('s-right'),
    });
    const closed = `http://127.0.0.1:${await findFreePort()}`;
    const run = await runCheck({
      args: ['--live'],
      environment,
      file: {
        providers: {
          good: record('good'),
          bad: record('bad'),
          html: record('html'),
          careless: record('careless'),
          gone: record('gone', { tokenEndpoint: `${closed}/token` }),
          rotated: record('rotated', { clientSecret: [{ env: 'RIGHT' }, { env: 'OLD' }] }),
        },
      },
    });
    expect(run.exitCode).to.equal(77);
    expect(run.stdout.slice(run.stdout.indexOf('The configuration'))).to.equal(
      `The configuration is sound: 1 tenant(s), 6 enabled provider(s).

TENANT   PROVIDER  SECRET  RESULT                   ANSWER
default  good      1 of 1  id and secret are right  HTTP 400 invalid_grant
default  bad       1 of 1  REFUSED                  HTTP 401 invalid_client
default  html      1 of 1  cannot tell              HTTP 200 with an HTML page
default  careless  1 of 1  cannot tell              HTTP 400 invalid_grant; it checks the code before the secret
default  gone      1 of 1  unreachable              ECONNREFUSED
default  rotated   1 of 2  id and secret are right  HTTP 400 invalid_grant
default  rotated   2 of 2  REFUSED                  HTTP 401 invalid_client

2 id and secret are right, 2 REFUSED, 1 unreachable, 2 cannot tell.
`,
    );
    for (const { body } of services.received) {
      const wrong = body.get('grant_type') === 'refresh_token' ? body.get('refresh_token') : body.get('code');
      expect(wrong).to.match(/^domi-check-deliberately-wrong-/);
    }
  });

  it('has a stable JSON form, and no secret in it', async () => {
    services = await startScriptedServices({ good: knows('s-right'), bad: knows('another') });
    const run = await runCheck({
      args: ['--live', '--json'],
      environment,
      file: { providers: { good: record('good'), bad: record('bad') } },
    });
    const report = JSON.parse(run.stdout);
    expect(report.hash).to.match(/^[0-9a-f]{16}$/);
    expect({ ...report, warnings: [], hash: undefined }).to.deep.equal({
      hash: undefined,
      ok: false,
      exit_code: 77,
      faults: [],
      warnings: [],
      tenants: 1,
      providers: 2,
      live: {
        counts: { accepted: 1, refused: 1, unreachable: 0, unknown: 0 },
        results: [
          {
            tenant: 'default',
            provider: 'good',
            secret: 1,
            secrets: 1,
            verdict: 'accepted',
            outcome: 'invalid_grant',
            detail: 'HTTP 400 invalid_grant',
          },
          {
            tenant: 'default',
            provider: 'bad',
            secret: 1,
            secrets: 1,
            verdict: 'refused',
            outcome: 'client_credentials_refused',
            detail: 'HTTP 401 invalid_client',
          },
        ],
        dead_tokens: [
          {
            tenant: 'default',
            provider: 'good',
            verdict: 'recognized',
            outcome: 'invalid_grant',
            detail: 'HTTP 400 invalid_grant',
          },
        ],
        metadata: [],
      },
    });
    expect(run.stdout).to.not.include('s-right');
  });

  it('does not wait for a service that never answers, and exits with 69 when nothing is refused', async () => {
    services = await startScriptedServices({
      slow: () => 'silence',
      broken: () => 'hang-up',
      good: knows('s-right'),
    });
    const run = await runCheck({
      args: ['--live', '--json'],
      environment,
      file: { providers: { slow: record('slow'), broken: record('broken'), good: record('good') } },
      timeouts: { request: 300 },
    });
    const { results } = JSON.parse(run.stdout).live;
    expect(
      results.map(({ provider, verdict }: Record<string, string>) => `${provider} ${verdict}`),
    ).to.deep.equal(['slow unreachable', 'broken unreachable', 'good accepted']);
    expect(run.exitCode).to.equal(69);
  });

  it('asks once for many tenants with one app, and never more than allowed at the same time', async () => {
    // The first ones are held until four are there, and a moment longer, in which a fifth would be seen.
    const { promise: fourAreThere, resolve: letGo } = Promise.withResolvers<void>();
    let arrived = 0;
    services = await startScriptedServices({ shared: knows('s-right'), own: knows('s-right') }, () => {
      arrived += 1;
      if (arrived === 4) setTimeout(letGo, 200);
      return fourAreThere;
    });
    const tenants = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `t${index}`,
        {
          publicUrl: `https://domi.example.com/t${index}`,
          providers: { shared: {}, ...(index < 20 && { own: { clientId: { value: `own-${index}` } } }) },
        },
      ]),
    );
    const run = await runCheck({
      args: ['--live', '--concurrency', '4'],
      environment,
      file: { providers: { shared: record('shared'), own: record('own') }, tenants },
    });
    expect(run.exitCode).to.equal(0);
    // One app for 60 tenants and 20 apps of their own: one call each, and one each with a wrong secret.
    const exchanges = services.received.filter(({ body }) => body.has('code'));
    const secrets = exchanges.map(({ clientSecret }) => clientSecret);
    expect(secrets.filter((secret) => secret === 's-right')).to.have.length(21);
    expect(secrets.filter((secret) => secret === WRONG_SECRET)).to.have.length(21);
    // One for each service, not for each app.
    expect(services.received.length - exchanges.length).to.equal(2);
    expect(services.mostAtOnce()).to.equal(4);
    expect(run.stdout).to.match(
      /PROVIDER +RIGHT +REFUSED +UNREACHABLE +CANNOT TELL\nshared +60 +0 +0 +0\nown +20 /,
    );
    expect(run.stdout).to.match(/\n80 id and secret are right, 0 REFUSED, 0 unreachable, 0 cannot tell\.\n$/);
    expect(run.stderr.split('\n').filter((line) => /^asked \d+ of 21$/.test(line))).to.have.length(10);
    expect(run.stderr).to.not.include('\u001b');
  });

  it('renews one line on a terminal, and leaves nothing of it behind', async () => {
    services = await startScriptedServices({ own: knows('s-right') });
    const providers = Object.fromEntries(
      Array.from({ length: 6 }, (_, index) => [
        `own${index}`,
        record('own', { path: `p${index}`, callback: `c${index}`, clientId: { value: `id-${index}` } }),
      ]),
    );
    const run = await runCheck({ args: ['--live'], environment, file: { providers }, isTTY: true });
    const steps = run.stderr.split('\r\u001b[K');
    expect(steps.slice(0, -1).filter((step) => step !== '')).to.deep.equal(
      [0, 1, 2, 3, 4, 5].map((done) => `asked ${done} of 6`),
    );
    expect(steps.at(-1)).to.equal('');
  });

  it('asks nobody when the configuration has faults', async () => {
    services = await startScriptedServices({ good: knows('s-right') });
    const run = await runCheck({
      args: ['--live'],
      environment,
      file: { providers: { good: record('good', { pkce: 'plain' }) } },
    });
    expect(run.exitCode).to.equal(78);
    expect(services.received).to.deep.equal([]);
  });
});
