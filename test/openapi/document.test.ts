import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ERROR_CODES } from '../../src/oauth/errors.ts';
import type { OpenApiDocument } from '../../src/openapi/open-api-document.ts';
import {
  createTestService,
  type TestService,
  type TestServiceOptions,
} from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { until } from '../helpers/until.ts';
import { lintDocument } from './lint-document.ts';
import { readDocument } from './read-document.ts';

const KEPT = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'openapi.json'), 'utf8'),
) as OpenApiDocument;

/** Addresses that do not depend on providers. */
const OWN = ['/', '/index.html', '/assets/{file}', '/diag', '/metrics', '/livez', '/readyz', '/openapi.json'];

/** Errors of a sign-in, which only browsers see. */
const ON_PAGES_ONLY = [
  'invalid_flow',
  'no_waiting_code',
  'access_denied',
  'admin_consent_required',
  'unknown_app',
  'app_not_published',
  'scope_refused',
  'wrong_account',
  'blocked_by_policy',
  'issuer_mismatch',
  'authorization_failed',
  'insufficient_scope',
  'no_refresh_token',
];

function listProviderPaths({ paths }: OpenApiDocument): string[] {
  return Object.keys(paths)
    .filter((path) => !OWN.includes(path))
    .sort();
}

describe('the OpenAPI document', () => {
  const started: TestService[] = [];
  async function serve(options: TestServiceOptions = {}): Promise<TestService> {
    const service = await createTestService(options);
    started.push(service);
    return service;
  }
  after(async () => {
    for (const service of started) await service.stop();
  });

  const TENANTS: TestServiceOptions = {
    environment: { ZOOM_WEBHOOK_SECRET: 'secret-token' },
    providerFile: {
      providers: {
        'teams-gcc': { extends: 'teams', label: 'Teams GCC', path: 'dominoGcc', callback: 'gccCallback' },
      },
      tenants: {
        acme: { publicUrl: 'https://shared.example.com/acme', providers: { zoom: {} } },
        second: { publicUrl: 'https://second.example.com', providers: { zoom: {}, 'teams-gcc': {} } },
      },
    },
  };

  it('of a service with one tenant has its public URL and every address of its providers', async () => {
    const { managementUrl } = await serve();
    const document = await readDocument(managementUrl);
    expect(document.servers.map(({ url }) => url)).to.deep.equal(['https://domi.example.com']);
    expect(document.info.version).to.equal('0.0.0-test');
    const of = (path: string, callback: string) => [
      `/${path}/index.html`,
      `/${path}/token.html`,
      `/${path}Refresh`,
      `/${path}Revoke`,
      `/${callback}`,
    ];
    expect(listProviderPaths(document)).to.deep.equal(
      [
        ...of('dominoZoom', 'zoomCallback'),
        ...of('dominoTeams', 'teamsCallback'),
        ...of('dominoWebex', 'webexCallback'),
        ...of('dominoGTM', 'gtmCallback'),
      ].sort(),
    );
    expect(Object.keys(document.paths)).to.include.members(OWN);
  });

  it('of a service with several tenants has each address once, a webhook with a secret, and no id or public URL of a tenant', async () => {
    const { managementUrl } = await serve(TENANTS);
    const answer = await send(`${managementUrl}/openapi.json`);
    const document = JSON.parse(answer.body) as OpenApiDocument;
    const [server] = document.servers;
    expect(server?.url).to.equal('https://{host}/{prefix}');
    expect(answer.body).not.to.match(/shared\.example\.com|second\.example\.com|"second"/);
    expect(listProviderPaths(document)).to.deep.equal([
      '/dominoGcc/index.html',
      '/dominoGcc/token.html',
      '/dominoGccRefresh',
      '/dominoGccRevoke',
      '/dominoZoom/index.html',
      '/dominoZoom/token.html',
      '/dominoZoomRefresh',
      '/dominoZoomRevoke',
      '/gccCallback',
      '/zoomCallback',
      '/zoomWebhook',
    ]);
  });

  it('has the health check of the web port below no prefix, where it is answered', async () => {
    for (const [options, expected] of [
      [{ environment: { OAUTH_HOSTNAME: 'https://domi.example.com/meetings' } }, 'https://domi.example.com'],
      [TENANTS, 'https://{host}'],
    ] as const) {
      const { url, managementUrl } = await serve(options);
      const { servers = [] } = (await readDocument(managementUrl)).paths['/readyz'] ?? {};
      expect(servers.map((server) => server.url)).to.deep.equal(['/', expected]);
      expect((await send(`${url}/readyz`)).status).to.equal(200);
      expect((await send(`${url}/meetings/readyz`)).status).to.equal(404);
    }
  });

  it('is on the management port alone, for GET and HEAD, is never cached, and has no secret in it', async () => {
    const { url, managementUrl } = await serve();
    expect((await send(`${url}/openapi.json`, { headers: { host: 'domi.example.com' } })).status).to.equal(
      404,
    );
    const answer = await send(`${managementUrl}/openapi.json`);
    expect(answer.headers).to.include({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(answer.body).not.to.match(/zoom-secret|teams-id/);
    const head = await send(`${managementUrl}/openapi.json`, { method: 'HEAD' });
    expect(head.status).to.equal(200);
    expect(head.headers['content-length']).to.equal(answer.headers['content-length']);
    const posted = await send(`${managementUrl}/openapi.json`, { method: 'POST' });
    expect([posted.status, posted.headers.allow]).to.deep.equal([405, 'GET, HEAD']);
  });

  for (const [name, options] of [
    ['one tenant', {}],
    ['several tenants and a webhook', TENANTS],
    [
      'no provider',
      { providerFile: { tenants: { a: { publicUrl: 'https://a.example.com', providers: {} } } } },
    ],
  ] as const) {
    it(`of ${name} has no problem that the linter finds`, async () => {
      const { managementUrl } = await serve(options);
      expect(await lintDocument(await readDocument(managementUrl))).to.deep.equal([]);
    });
  }

  it('that is kept in docs has no problem that the linter finds, and one that is broken has', async () => {
    expect(await lintDocument(KEPT)).to.deep.equal([]);
    const { 'X-Request-Id': _, ...headers } = KEPT.components.headers;
    const broken = await lintDocument({
      ...KEPT,
      components: { ...KEPT.components, headers },
    });
    expect(broken.join('\n')).to.include('no-unresolved-refs');
  });

  it('has every error that a client can get, and an example of each that is ever JSON', () => {
    const { examples, responses } = KEPT.components;
    const text = JSON.stringify(responses);
    const sent = ERROR_CODES.filter((code) => code !== 'client_closed_request');
    expect(sent.filter((code) => !text.includes(`\`${code}\`: `))).to.deep.equal([]);
    expect(sent.filter((code) => examples[code] === undefined)).to.deep.equal(ON_PAGES_ONLY);
  });

  it('describes every property, and numbers with their unit', () => {
    const faults = findProperties(KEPT).flatMap(({ place, schema }) => {
      const { description = '', type } = schema as { description?: string; type?: string };
      if (description === '') return [`${place} is not described`];
      const hasUnit = /\b(?:milliseconds|seconds|bytes|characters)\b/i.test(description);
      return type === 'integer' && !hasUnit ? [`${place} has no unit`] : [];
    });
    expect(faults).to.deep.equal([]);
  });

  it('follows a provider file that changes while the service runs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'domi-openapi-'));
    const file = join(folder, 'providers.json');
    const write = (path: string): void =>
      writeFileSync(file, JSON.stringify({ providers: { zoom: { path } } }));
    write('dominoBefore');
    const { managementUrl } = await serve({
      environment: { DOMI_CONFIG: file },
      reload: { poll: 50, rest: 10 },
    });
    expect(listProviderPaths(await readDocument(managementUrl))).to.include('/dominoBeforeRefresh');
    write('dominoAfter');
    await until(async () =>
      listProviderPaths(await readDocument(managementUrl)).includes('/dominoAfterRefresh'),
    );
    expect(listProviderPaths(await readDocument(managementUrl))).not.to.include('/dominoBeforeRefresh');
    rmSync(folder, { recursive: true });
  });
});

interface Property {
  readonly place: string;
  readonly schema: unknown;
}

/** Properties of schemas, wherever they stand. */
function findProperties(value: unknown, place = ''): Property[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const at = `${place}/${name}`;
    const own =
      name === 'properties' && !place.endsWith('/properties') ? Object.entries(member as object) : [];
    return [
      ...own.map(([property, schema]) => ({ place: `${at}/${property}`, schema })),
      ...findProperties(member, at),
    ];
  });
}
