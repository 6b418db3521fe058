import { expect } from 'chai';
import { discoverServer } from '../../src/discovery/discover-server.ts';
import { createDocumentFetcher } from '../../src/upstream/document-fetcher.ts';
import { type MetadataServer, startMetadataServer } from '../helpers/metadata-server.ts';

describe('the metadata of an issuer', () => {
  let server: MetadataServer;
  beforeEach(async () => {
    server = await startMetadataServer();
  });
  afterEach(() => server.stop());

  const fetchDocument = createDocumentFetcher({
    userAgent: 'test',
    proxies: undefined,
    allowPrivateAddresses: true,
  });
  const discover = (path = '') => discoverServer(server.url + path, fetchDocument);

  const PLACES = [
    ['OpenID Connect appends the well-known part', '/realms/one/.well-known/openid-configuration'],
    ['RFC 8414 inserts it', '/.well-known/oauth-authorization-server/realms/one'],
    ['RFC 8414 inserts that of OpenID Connect', '/.well-known/openid-configuration/realms/one'],
    ['some servers append that of RFC 8414', '/realms/one/.well-known/oauth-authorization-server'],
  ] as const;
  for (const [what, path] of PLACES) {
    it(`is found where ${what}`, async () => {
      server.documents = { [path]: { issuer: `${server.url}/realms/one`, token_endpoint: 'x' } };
      expect(await discover('/realms/one')).to.deep.equal({
        kind: 'found',
        url: server.url + path,
        metadata: { issuer: `${server.url}/realms/one`, token_endpoint: 'x' },
      });
    });
  }

  it('of an issuer without a path is asked for at two addresses', async () => {
    const found = await discover();
    expect(found.kind).to.equal('none');
    expect(server.asked).to.deep.equal([
      '/.well-known/openid-configuration',
      '/.well-known/oauth-authorization-server',
    ]);
  });

  const UNPRINTABLE = [
    ['an escape sequence', 'https://x/\u001b[2J'],
    ['a line end', 'https://x/\nproviders: {}'],
    ['a turn of the direction', 'https://x/\u202egnp'],
  ] as const;
  for (const [what, text] of UNPRINTABLE) {
    it(`loses members with ${what}, which would control the terminal`, async () => {
      server.documents = {
        '/.well-known/openid-configuration': {
          issuer: server.url,
          token_endpoint: text,
          scopes_supported: ['a', text],
          grant_types_supported: ['refresh_token'],
        },
      };
      const found = await discover();
      expect(found.kind === 'found' && found.metadata).to.deep.equal({
        issuer: server.url,
        grant_types_supported: ['refresh_token'],
      });
    });
  }

  it('loses members of another type, and keeps the rest', async () => {
    server.documents = {
      '/.well-known/openid-configuration': {
        issuer: server.url,
        token_endpoint: 7,
        scopes_supported: ['a', 1],
        grant_types_supported: ['refresh_token'],
        authorization_response_iss_parameter_supported: 'yes',
        something_else: {},
      },
    };
    const found = await discover();
    expect(found.kind === 'found' && found.metadata).to.deep.equal({
      issuer: server.url,
      grant_types_supported: ['refresh_token'],
    });
  });

  const REASONS: readonly (readonly [string, object | string | number, string])[] = [
    [
      'is that of another issuer',
      { issuer: 'https://{tenantid}/' },
      'is the metadata of https://{tenantid}/',
    ],
    [
      'has an issuer that controls the terminal',
      { issuer: 'https://x\u001b]0;title\u0007' },
      'has no metadata in JSON',
    ],
    ['is a page', '<html>', 'has no metadata in JSON'],
    ['is a list', '[]', 'has no metadata in JSON'],
    ['leads elsewhere', 302, 'answers 302'],
    ['fails', 500, 'answers 500'],
    ['is too large', `{"issuer":"${'x'.repeat(1_100_000)}"}`, ': UND_ERR_RES_EXCEEDED_MAX_SIZE'],
  ];
  for (const [what, document, reason] of REASONS) {
    it(`that ${what} is not used, and the reason is given`, async () => {
      server.documents = { '/.well-known/openid-configuration': document };
      expect(await discover()).to.deep.equal({
        kind: 'none',
        reason: `${server.url}/.well-known/openid-configuration${reason.startsWith(':') ? '' : ' '}${reason}`,
      });
    });
  }

  it('of a server that does not answer names the code', async () => {
    const { url } = server;
    await server.stop();
    const found = await discoverServer(url, fetchDocument);
    expect(found.kind === 'none' && found.reason).to.include('ECONNREFUSED');
  });

  it('in a private network, or without TLS, is not asked for', async () => {
    const careful = createDocumentFetcher({
      userAgent: 'test',
      proxies: undefined,
      allowPrivateAddresses: false,
    });
    expect(await careful(server.url)).to.deep.equal({ failure: 'must be https://' });
    expect(await careful(server.url.replace('http:', 'https:'))).to.deep.equal({
      failure: 'the name leads into a private network',
    });
    expect(server.asked).to.have.length(0);
  });
});
