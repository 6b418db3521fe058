import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { load } from 'js-yaml';
import { draftRecord } from '../../src/discovery/draft-record.ts';
import { runDraftRecord } from '../../src/onboarding/run-draft-record.ts';
import { createDocumentFetcher } from '../../src/upstream/document-fetcher.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { type MetadataServer, startMetadataServer } from '../helpers/metadata-server.ts';
import { listFaults, validateText } from '../helpers/validate-text.ts';

describe('domi onboard --from-issuer', () => {
  let server: MetadataServer;
  beforeEach(async () => {
    server = await startMetadataServer();
  });
  afterEach(() => server.stop());

  const publish = (more: object = {}): void => {
    server.documents = {
      '/.well-known/openid-configuration': {
        issuer: server.url,
        authorization_endpoint: 'https://login.example.com/authorize',
        token_endpoint: 'https://login.example.com/token',
        ...more,
      },
    };
  };

  async function draft(
    json = false,
    id = 'acme-meet',
    environment: Record<string, string> = {},
  ): Promise<{ code: number; output: string }> {
    let output = '';
    const code = await runDraftRecord({
      environment: { ...TEST_ENVIRONMENT, ...environment },
      issuer: server.url,
      id,
      json,
      fetchDocument: createDocumentFetcher({
        userAgent: 'test',
        proxies: undefined,
        allowPrivateAddresses: true,
      }),
      write: (text) => {
        output += text;
      },
    });
    return { code, output };
  }

  it('prints a record with all that the metadata says, which is sound', async () => {
    publish({
      revocation_endpoint: 'https://login.example.com/revoke',
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS256', 'ES256'],
      code_challenge_methods_supported: ['S256'],
      scopes_supported: ['openid', 'email', 'offline_access'],
      authorization_response_iss_parameter_supported: true,
    });
    const { code, output } = await draft();
    expect(code).to.equal(0);
    expect(load(output)).to.deep.equal({
      providers: {
        'acme-meet': {
          label: new URL(server.url).host,
          path: 'dominoAcmeMeet',
          callback: 'acmeMeetCallback',
          issuer: server.url,
          authorizationResponseIssParameterSupported: true,
          authorizationEndpoint: 'https://login.example.com/authorize',
          tokenEndpoint: 'https://login.example.com/token',
          revocationEndpoint: 'https://login.example.com/revoke',
          revocation: 'rfc7009',
          tokenEndpointAuthMethod: 'private_key_jwt',
          tokenEndpointAuthSigningAlg: 'RS256',
          scopes: ['openid', 'offline_access'],
          clientId: { env: 'ACME_MEET_CLIENT_ID' },
          clientKey: { file: '/run/secrets/acme-meet/client.key' },
        },
      },
    });
    expect(output).to.include('refreshTokenRotation');
  });

  it('from a server that says little, prints a record for a secret that works once it has one', async () => {
    publish({ code_challenge_methods_supported: ['plain'] });
    const { output } = await draft(true);
    const { tenants } = validateText(output, {
      environment: { ACME_MEET_CLIENT_ID: 'i', ACME_MEET_CLIENT_SECRET: 'q7Vt' },
    });
    const found = tenants[0]?.providers.find(({ provider }) => provider.id === 'acme-meet')?.provider;
    expect(found).to.include({ tokenEndpointAuthMethod: 'client_secret_basic', pkce: 'none' });
  });

  const refused: [what: string, metadata: object, id: string, message: string][] = [
    [
      'an endpoint in a private network',
      { token_endpoint: 'https://10.0.0.1/token' },
      'acme-meet',
      'acme-meet.tokenEndpoint points into a private network: name a public host',
    ],
    [
      'an endpoint with a brace',
      { authorization_endpoint: 'https://login.example.com/{tenant}/authorize' },
      'acme-meet',
      'acme-meet.authorizationEndpoint uses {tenant}, which is not among its variables',
    ],
    [
      'an endpoint that is too long',
      { revocation_endpoint: `https://login.example.com/${'x'.repeat(2000)}` },
      'acme-meet',
      'providers.acme-meet.revocationEndpoint is longer than 2000 characters',
    ],
    [
      'an id whose variables are those of the process',
      {},
      'domi',
      'env must not name DOMI_CLIENT_ID, a variable of the process itself',
    ],
    [
      'an id whose path is one of a built-in service',
      {},
      'zoom-refresh',
      'zoom-refresh.path: /dominoZoomRefresh already belongs to zoom',
    ],
    [
      'an id whose callback is one of a built-in service',
      {},
      'gtm',
      'gtm.callback: /gtmCallback already belongs',
    ],
  ];
  for (const [what, metadata, id, message] of refused) {
    it(`for ${what}, prints no record, but what \`domi check\` would say, and exits with 78`, async () => {
      publish(metadata);
      for (const json of [false, true]) {
        const { code, output } = await draft(json, id);
        expect(code, output).to.equal(78);
        expect(output)
          .to.include(`--from-issuer: ${message}`)
          .and.not.include('"providers"')
          .and.not.include('label:');
      }
    });
  }

  it('prints a record whatever the provider files have, but not one that takes a path of theirs', async () => {
    publish();
    const folder = mkdtempSync(join(tmpdir(), 'domi-from-issuer-'));
    const file = join(folder, 'p.json');
    const taken = { extends: 'zoom', path: 'dominoAcmeMeet', callback: 'takenCallback' };
    writeFileSync(file, JSON.stringify({ providers: { taken } }));
    expect((await draft(false, 'acme-meet', { DOMI_CONFIG: file })).output).to.include(
      '--from-issuer: acme-meet.path: /dominoAcmeMeet already belongs to taken',
    );
    writeFileSync(file, JSON.stringify({ providers: { taken: { tokenEndpoint: 'http://x' } } }));
    expect((await draft(false, 'acme-meet', { DOMI_CONFIG: file })).code).to.equal(0);
    rmSync(folder, { recursive: true });
  });

  it('of a server with a long name, has a label that is short enough', () => {
    const issuer = `https://${'a'.repeat(60)}.${'b'.repeat(30)}.example.com`;
    const endpoints = { authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` };
    const drafted = draftRecord({ issuer, ...endpoints });
    expect(listFaults(JSON.stringify({ providers: { [drafted?.id ?? '']: drafted?.record } }))).to.deep.equal(
      [],
    );
  });

  it('without metadata, or without endpoints in it, exits with 69 and says why', async () => {
    expect(await draft()).to.deep.equal({
      code: 69,
      output: `no record can be drafted: ${server.url}/.well-known/openid-configuration answers 404\n`,
    });
    publish({ token_endpoint: undefined });
    expect((await draft()).output).to.include('names no endpoints');
  });
});
