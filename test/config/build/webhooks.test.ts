import { expect } from 'chai';
import type { ProviderWebhook } from '../../../src/oauth/provider.ts';
import { listReport, type ValidationTestOptions, validateText } from '../../helpers/validate-text.ts';

const OPTIONS: ValidationTestOptions = {
  environment: {
    TOKEN: 'token-1',
    NEXT: 'token-2',
    OWN_ID: 'own-id',
    OWN_SECRET: 'own-secret',
    ODD: 'two words',
  },
  files: { '/run/token': 'token-3\n', '/run/acme/token': 'token-4\n' },
};

function findWebhook(text: string, more: Record<string, string> = {}): ProviderWebhook | undefined {
  const { tenants } = validateText(text, { ...OPTIONS, environment: { ...OPTIONS.environment, ...more } });
  return tenants[0]?.providers.find(({ provider }) => provider.id === 'zoom')?.provider.webhook;
}

describe('the webhook of a record', () => {
  it('of Zoom needs nothing but the variable of its secret token', () => {
    expect(findWebhook('{}')).to.equal(undefined);
    expect(findWebhook('{}', { ZOOM_WEBHOOK_SECRET: 'token-0' })).to.deep.equal({
      path: 'zoomWebhook',
      secrets: ['token-0'],
    });
  });

  it('has the secrets of a list in their order, those that are not set left out', () => {
    const list = '[{ env: NEXT }, { env: NOT_SET }, { file: /run/token }]';
    expect(findWebhook(`providers: { zoom: { webhook: { path: events, secret: ${list} } } }`)).to.deep.equal({
      path: 'events',
      secrets: ['token-2', 'token-3'],
    });
  });

  for (const [what, text, report] of [
    [
      'without a path',
      'providers: { zoom: { webhook: { secret: { env: TOKEN } } } }',
      ['p.yaml:1:31: providers.zoom.webhook has no path'],
    ],
    [
      'with the secret in the file',
      'providers: { zoom: { webhook: { path: p, secret: token } } }',
      [
        'p.yaml:1:50: providers.zoom.webhook.secret must not be in the file itself: name its source, { env: NAME } or { file: PATH }',
      ],
    ],
    [
      'whose secret is not set',
      'providers: { zoom: { webhook: { path: p, secret: { env: NOT_SET } } } }',
      ['p.yaml:1:31: the webhook is not enabled: it has no secret (NOT_SET not set)'],
    ],
    [
      'whose secret cannot be read',
      'providers: { zoom: { webhook: { path: p, secret: { file: /run/none } } } }',
      ['p.yaml:1:31: cannot read /run/none (ENOENT)'],
    ],
    [
      'whose secret is no word',
      'providers: { zoom: { webhook: { path: p, secret: { env: ODD } } } }',
      ['p.yaml:1:31: ODD holds a blank or a character outside of ASCII, which no secret token has'],
    ],
    [
      'at the callback of another service',
      'providers: { zoom: { webhook: { path: teamsCallback, secret: { env: TOKEN } } } }',
      ['p.yaml:1:39: teams.callback: /teamsCallback already belongs to zoom'],
    ],
    [
      'at an address of this service',
      'providers: { zoom: { webhook: { path: diag, secret: { env: TOKEN } } } }',
      ['p.yaml:1:39: zoom.webhook.path: /diag already belongs to this service'],
    ],
  ] as const) {
    it(`${what} is reported at its place`, () => {
      expect(listReport(text, OPTIONS).filter((line) => !line.includes('DOMI_'))).to.deep.equal(report);
    });
  }

  const tenant = (zoom: string): string =>
    `tenants: { acme: { publicUrl: https://d.example.com/acme, providers: { zoom: { ${zoom} } } } }`;

  it('of the shared app is not that of a tenant with an app of its own', () => {
    const own = 'clientId: { env: OWN_ID }, clientSecret: { env: OWN_SECRET }';
    const shared = { ZOOM_WEBHOOK_SECRET: 'token-0' };
    expect(findWebhook(tenant('scopes: []'), shared)?.secrets).to.deep.equal(['token-0']);
    expect(findWebhook(tenant(own), shared)).to.equal(undefined);
    expect(findWebhook(tenant(`${own}, webhook: { path: p, secret: { env: TOKEN } }`), shared)).to.deep.equal(
      {
        path: 'p',
        secrets: ['token-1'],
      },
    );
  });

  it('of a tenant names files of its own folder only, if tenants have folders', () => {
    const options = { ...OPTIONS, environment: { ...OPTIONS.environment, DOMI_TENANT_SECRETS: '/run' } };
    const write = (source: string): string => tenant(`webhook: { path: p, secret: ${source} }`);
    expect(listReport(write('{ file: /run/acme/token }'), options).join()).to.not.include('webhook');
    for (const source of ['{ file: /run/token }', '{ env: TOKEN }', '{ file: /run/acme/../token }'])
      expect(listReport(write(source), options).join(), source).to.match(
        /webhook\.secret names .*\/run\/acme/,
      );
  });
});
