import { expect } from 'chai';
import { listProbes } from '../../src/check/list-probes.ts';
import { createProber } from '../../src/check/prober.ts';
import type { ClientCredential } from '../../src/oauth/client-credential.ts';
import type { ClientProof } from '../../src/oauth/client-proof.ts';
import type { Tenant } from '../../src/tenants/tenant.ts';
import { createTestProvider } from '../helpers/providers.ts';

describe('a prober that lives as long as the service', () => {
  it('when an app goes over from a secret to assertions, compares with a wrong signature, not with the wrong secret of before', async () => {
    const asked: string[] = [];
    // It looks at a secret before the code, and at a signature after it.
    const ask = createProber({
      send: async ({ body, headers }) => {
        const isAssertion = body.includes('client_assertion');
        asked.push(isAssertion ? 'assertion' : 'secret');
        const text = `${body} ${atob(headers['authorization']?.replace('Basic ', '') ?? '')}`;
        const isRefused = !isAssertion && text.includes('deliberately-wrong-secret');
        return isRefused
          ? { status: 401, contentType: 'application/json', body: '{"error":"invalid_client"}' }
          : { status: 400, contentType: 'application/json', body: '{"error":"invalid_grant"}' };
      },
      prove: (_, credential): ClientProof =>
        credential.kind === 'secret' ? credential : { kind: 'assertion', assertion: 'a.b.c2lnbmF0dXJl' },
      now: () => new Date(0),
    });
    const verdictOf = async (credential: ClientCredential): Promise<string | undefined> => {
      const provider = createTestProvider({
        clientCredentials: [credential],
        tokenEndpointAuthMethod: credential.kind === 'secret' ? 'client_secret_basic' : 'private_key_jwt',
      });
      const tenant = { id: 'acme', publicUrl: 'https://acme.example.com', providers: [provider] };
      const [probe] = listProbes([tenant as unknown as Tenant]);
      return probe && (await ask(probe)).verdict;
    };
    expect(await verdictOf({ kind: 'secret', secret: 'right' })).to.equal('accepted');
    expect(await verdictOf({ kind: 'assertion-file', file: '/token' })).to.equal('unknown');
    expect(asked).to.deep.equal(['secret', 'secret', 'assertion', 'assertion']);
  });
});
