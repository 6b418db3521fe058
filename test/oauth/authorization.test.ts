import { expect } from 'chai';
import { buildAuthorizationUrl } from '../../src/oauth/authorization-request.ts';
import {
  checkAuthorizationError,
  checkCode,
  checkIssuer,
  parseAuthorizationResponse,
} from '../../src/oauth/authorization-response.ts';
import { findMissingScopes } from '../../src/oauth/find-missing-scopes.ts';
import { buildCodeChallenge, createSecret } from '../../src/oauth/pkce.ts';
import { createTestProvider } from '../helpers/providers.ts';

describe('authorization request', () => {
  const request = { redirectUri: 'https://d.example.com/cb', state: 'S', codeVerifier: 'V' };

  it('lets a record add parameters but replace none of the protocol', () => {
    const provider = createTestProvider({
      authorizationEndpoint: 'https://p.example.com/a?keep=1',
      authorizationParams: {
        access_type: 'offline',
        state: 'evil',
        redirect_uri: 'https://evil.example.com',
      },
      scopes: ['a', 'b'],
      scopeSeparator: ',',
    });
    const url = new URL(buildAuthorizationUrl(provider, request));
    expect(Object.fromEntries(url.searchParams)).to.include({
      keep: '1',
      access_type: 'offline',
      state: 'S',
      redirect_uri: 'https://d.example.com/cb',
      scope: 'a,b',
    });
  });

  it('leaves out what the provider does not take: PKCE, scope, login hint', () => {
    const url = new URL(buildAuthorizationUrl(createTestProvider({ pkce: 'none', scopes: [] }), request));
    expect([...url.searchParams.keys()]).to.have.members([
      'response_type',
      'client_id',
      'redirect_uri',
      'state',
    ]);
  });

  it('makes the challenge of RFC 7636 appendix B', () => {
    expect(buildCodeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).to.equal(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  it('never repeats a secret', () => {
    const secrets = new Set(Array.from({ length: 256 }, () => createSecret()));
    expect(secrets.size).to.equal(256);
    for (const secret of secrets) expect(secret).to.match(/^[A-Za-z0-9_-]{43}$/);
  });
});

describe('authorization response', () => {
  const refuses = (query: string, code: string): void => {
    expect(() => {
      const response = parseAuthorizationResponse(query);
      checkAuthorizationError(createTestProvider(), response);
      checkCode(response);
    }, query).to.throw(code);
  };

  it('refuses repeated, empty, missing and malformed parameters', () => {
    refuses('code=a&code=b&state=s', 'invalid_request');
    refuses('code=a&state=s&state=s', 'invalid_request');
    refuses('code=a&error=x&error=y', 'invalid_request');
    refuses('code=a&iss=x&iss=y', 'invalid_request');
    refuses('code=&state=s', 'invalid_request');
    refuses('state=s', 'invalid_request');
    refuses('code=%00', 'invalid_request');
    refuses('code=%ff%fe', 'invalid_request');
    refuses(`code=${'a'.repeat(4501)}`, 'invalid_request');
  });

  it('maps the errors of RFC 6749 section 4.1.2.1, also when a code came along', () => {
    refuses('error=access_denied&code=a', 'access_denied');
    refuses('error=interaction_required', 'admin_consent_required');
    refuses('error=consent_required', 'admin_consent_required');
    refuses('error=unauthorized_client', 'unknown_app');
    refuses('error=temporarily_unavailable', 'temporarily_unavailable');
    refuses('error=server_error', 'provider_failed');
    refuses('error=invalid_scope', 'scope_refused');
    refuses('error=invalid_request', 'authorization_failed');
    refuses('error=%3Cscript%3E', 'authorization_failed');
  });

  it('ignores what it does not know', () => {
    const response = parseAuthorizationResponse('code=a&session_state=x&session_state=y&hd=z&location=eu');
    expect(response).to.deep.equal({ code: 'a' });
  });

  it('checks iss as a string when an issuer is configured', () => {
    const provider = createTestProvider({ issuer: 'https://issuer.example.com' });
    expect(() => checkIssuer(provider, { iss: 'https://issuer.example.com' })).to.not.throw();
    expect(() => checkIssuer(provider, { iss: 'https://issuer.example.com/' })).to.throw('issuer_mismatch');
    expect(() => checkIssuer(provider, {})).to.not.throw();
    expect(() => checkIssuer(createTestProvider(), { iss: 'x' })).to.not.throw();
  });

  it('refuses a response without iss when the service promises to send it', () => {
    const provider = createTestProvider({
      issuer: 'https://issuer.example.com',
      authorizationResponseIssParameterSupported: true,
    });
    expect(() => checkIssuer(provider, {})).to.throw('issuer_mismatch');
    expect(() => checkIssuer(provider, { iss: 'https://issuer.example.com' })).to.not.throw();
  });
});

describe('granted scopes', () => {
  const rows: readonly (readonly [
    what: string,
    required: (string | string[])[],
    granted: string | undefined,
    missing: string[],
  ])[] = [
    ['as asked for', ['collab:'], 'collab:', []],
    ['more than asked for (Webex)', ['meeting:schedules_write'], 'spark:kms meeting:schedules_write', []],
    [
      'as URIs (Microsoft)',
      ['OnlineMeetings.ReadWrite'],
      'https://graph.microsoft.com/OnlineMeetings.ReadWrite',
      [],
    ],
    ['in any case', ['OnlineMeetings.ReadWrite'], 'HTTPS://Graph.Microsoft.US/onlinemeetings.READWRITE', []],
    ['asked for as URIs, answered short', ['https://graph.microsoft.com/User.Read'], 'user.read', []],
    ["of an API of one's own", ['api://4711/Meet.Write'], 'Meet.Write', []],
    ['separated by commas', ['b'], 'a,b', []],
    ['separated by commas and spaces', ['a', 'b'], 'a, b', []],
    ['in another spelling (RingCentral)', ['Read_Accounts', 'video-call'], 'ReadAccounts VideoCall', []],
    [
      "as Google's URIs",
      ['https://www.googleapis.com/auth/meetings.space.created'],
      'openid https://www.googleapis.com/auth/meetings.space.created',
      [],
    ],
    ['without what is never listed', ['openid', 'offline_access', 'a'], 'a', []],
    ['one of several names, the old one', [['meeting:write', 'meeting:write:meeting']], 'meeting:write', []],
    [
      'one of several names, the new one',
      [['meeting:write', 'meeting:write:meeting']],
      'meeting:write:meeting',
      [],
    ],
    [
      'none of several names',
      [['meeting:write', 'meeting:write:meeting']],
      'user:read',
      ['meeting:write / meeting:write:meeting'],
    ],
    ['too few', ['OnlineMeetings.ReadWrite', 'collab:'], 'collab:', ['OnlineMeetings.ReadWrite']],
    ['nothing', ['a'], '', ['a']],
    ['a longer name only', ['meeting:write'], 'meeting:write:admin', ['meeting:write']],
    ['not listed at all', ['a'], undefined, []],
  ];
  for (const [what, requiredScopes, granted, missing] of rows) {
    it(`when granted ${what}, lack ${missing.join(', ') || 'nothing'}`, () => {
      expect(findMissingScopes(createTestProvider({ requiredScopes }), granted)).to.deep.equal(missing);
    });
  }
});
