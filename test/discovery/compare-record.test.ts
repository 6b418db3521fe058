import { expect } from 'chai';
import { compareRecord } from '../../src/discovery/compare-record.ts';
import type { ServerMetadata } from '../../src/discovery/server-metadata.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { createTestProvider } from '../helpers/providers.ts';

const AGREED: ServerMetadata = {
  issuer: 'https://provider.example.com',
  authorization_endpoint: 'https://provider.example.com/authorize',
  token_endpoint: 'https://provider.example.com/token',
};

const KEY = { kind: 'key', privateKey: '', algorithm: 'ES256' } as const;
const REVOKE = 'https://provider.example.com/revoke';

const ROWS: readonly (readonly [string, Partial<Provider>, Partial<ServerMetadata>, readonly string[]])[] = [
  ['the same endpoints', {}, {}, []],
  ['an endpoint with the usual port', {}, { token_endpoint: 'https://provider.example.com:443/token' }, []],
  [
    'another token endpoint',
    {},
    { token_endpoint: 'https://provider.example.com/v2/token' },
    [
      'tokenEndpoint is https://provider.example.com/token, and the server says https://provider.example.com/v2/token',
    ],
  ],
  [
    'a revocation that the record lacks',
    {},
    { revocation_endpoint: REVOKE },
    [`the record has no revocation, and the server says ${REVOKE}`],
  ],
  [
    'a revocation that the server lacks',
    { revocation: 'rfc7009', revocationEndpoint: REVOKE },
    {},
    [`revocationEndpoint is ${REVOKE}, and the server names none`],
  ],
  [
    'a method that is not supported',
    { tokenEndpointAuthMethod: 'client_secret_post' },
    { token_endpoint_auth_methods_supported: ['private_key_jwt', 'tls_client_auth'] },
    [
      'tokenEndpointAuthMethod is client_secret_post, and the server supports private_key_jwt, tls_client_auth',
    ],
  ],
  [
    'an algorithm that is not supported',
    { tokenEndpointAuthMethod: 'private_key_jwt', clientCredentials: [KEY, KEY] },
    { token_endpoint_auth_signing_alg_values_supported: ['RS256'] },
    ['a key signs with ES256, and the server supports RS256'],
  ],
  [
    'PKCE that the record does without',
    { pkce: 'none' },
    { code_challenge_methods_supported: ['plain', 'S256'] },
    ['pkce is none, and the server supports S256'],
  ],
  [
    'PKCE that the server does not have',
    {},
    { code_challenge_methods_supported: ['plain'] },
    ['pkce is S256, and the server supports plain'],
  ],
  [
    'an iss that the record does not demand',
    {},
    { authorization_response_iss_parameter_supported: true },
    [
      'the server always sends iss: set authorizationResponseIssParameterSupported, which refuses forged callbacks',
    ],
  ],
  [
    'an iss that the server does not promise',
    { authorizationResponseIssParameterSupported: true },
    {},
    ['authorizationResponseIssParameterSupported is true, and the server does not promise iss'],
  ],
  [
    'a scope that is not listed',
    {},
    { scopes_supported: ['openid'] },
    ['the server does not list the scopes meetings, which it may support all the same'],
  ],
  [
    'no grant for refreshes',
    {},
    { grant_types_supported: ['authorization_code'] },
    ['the server does not list the grant refresh_token, only authorization_code'],
  ],
];

describe('a record, when compared with the metadata of its server', () => {
  for (const [what, fields, metadata, sentences] of ROWS) {
    it(`and there is ${what}, gives ${sentences.length === 0 ? 'nothing' : sentences.join(' and ')}`, () => {
      expect(compareRecord(createTestProvider(fields), { ...AGREED, ...metadata })).to.deep.equal(sentences);
    });
  }
});
