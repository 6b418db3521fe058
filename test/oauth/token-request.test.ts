import { expect } from 'chai';
import { buildCodeExchange, buildRefresh, buildRevocation } from '../../src/oauth/token-request.ts';
import { createTestProvider } from '../helpers/providers.ts';

const SECRET = { kind: 'secret', secret: 's' } as const;

describe('token requests', () => {
  it('form-encode id and secret before Basic (RFC 6749 section 2.3.1)', () => {
    const secret = 'a:b%c+d e ü';
    const provider = createTestProvider({ clientId: 'id:1' });
    const { headers } = buildRefresh(provider, { kind: 'secret', secret }, 'RT');
    const decoded = Buffer.from((headers['authorization'] ?? '').slice(6), 'base64').toString('ascii');
    expect(decoded.split(':')).to.have.length(2);
    const [id, password] = decoded.split(':').map((part) => new URLSearchParams(`x=${part}`).get('x'));
    expect([id, password]).to.deep.equal(['id:1', secret]);
  });

  it('leave id and secret as they are when the service does not decode them', () => {
    const provider = createTestProvider({ clientId: 'id+1', basicCredentialsEncoding: 'none' });
    const { headers } = buildRefresh(provider, { kind: 'secret', secret: 'a%b+c=ü' }, 'RT');
    const decoded = Buffer.from((headers['authorization'] ?? '').slice(6), 'base64').toString('utf8');
    expect(decoded).to.equal('id+1:a%b+c=ü');
  });

  it('carry extra parameters that replace none of the protocol', () => {
    const provider = createTestProvider({
      refreshEndpoint: 'https://provider.example.com/refresh',
      refreshParams: { audience: 'x', refresh_token: 'evil' },
      tokenParams: { audience: 'y', code: 'evil' },
    });
    const refresh = buildRefresh(provider, SECRET, 'RT');
    expect(refresh.url).to.equal('https://provider.example.com/refresh');
    expect(Object.fromEntries(new URLSearchParams(refresh.body))).to.deep.equal({
      audience: 'x',
      grant_type: 'refresh_token',
      refresh_token: 'RT',
    });
    const exchange = buildCodeExchange(provider, SECRET, { code: 'C', codeVerifier: 'V', redirectUri: 'R' });
    expect(Object.fromEntries(new URLSearchParams(exchange.body))).to.deep.equal({
      audience: 'y',
      grant_type: 'authorization_code',
      code: 'C',
      redirect_uri: 'R',
      code_verifier: 'V',
    });
  });

  it('can be JSON', () => {
    const provider = createTestProvider({
      requestFormat: 'json',
      tokenEndpointAuthMethod: 'client_secret_post',
    });
    const { headers, body } = buildRefresh(provider, SECRET, 'RT');
    expect(headers['content-type']).to.equal('application/json');
    expect(JSON.parse(body)).to.deep.equal({
      grant_type: 'refresh_token',
      refresh_token: 'RT',
      client_id: 'id',
      client_secret: 's',
    });
  });

  it('put a token that is to be revoked where the record says, encoded', () => {
    const revocationEndpoint = 'https://provider.example.com/revoke?x=1';
    const query = buildRevocation(
      createTestProvider({ revocation: 'query', revocationEndpoint }),
      SECRET,
      'a&b=c',
      'refresh_token',
    );
    expect(new URL(query.url).searchParams.get('token')).to.equal('a&b=c');
    const form = buildRevocation(
      createTestProvider({ revocation: 'rfc7009', revocationEndpoint }),
      SECRET,
      'a&b=c',
      'refresh_token',
    );
    expect(form.url).to.equal(revocationEndpoint);
    expect(new URLSearchParams(form.body).get('token')).to.equal('a&b=c');
    expect(new URLSearchParams(form.body).get('token_type_hint')).to.equal('refresh_token');
  });
});
