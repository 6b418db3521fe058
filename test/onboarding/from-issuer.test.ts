import { expect } from 'chai';
import { load } from 'js-yaml';
import { runDraftRecord } from '../../src/onboarding/run-draft-record.ts';
import { createDocumentFetcher } from '../../src/upstream/document-fetcher.ts';
import { type MetadataServer, startMetadataServer } from '../helpers/metadata-server.ts';
import { validateText } from '../helpers/validate-text.ts';

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

  async function draft(json = false): Promise<{ code: number; output: string }> {
    let output = '';
    const code = await runDraftRecord({
      issuer: server.url,
      id: 'acme-meet',
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

  it('without metadata, or without endpoints in it, exits with 69 and says why', async () => {
    expect(await draft()).to.deep.equal({
      code: 69,
      output: `no record can be drafted: ${server.url}/.well-known/openid-configuration answers 404\n`,
    });
    publish({ token_endpoint: undefined });
    expect((await draft()).output).to.include('names no endpoints');
  });
});
