import { expect } from 'chai';
import { createGrants, type ProviderCall } from '../../src/grants/grants.ts';
import { isDomiError } from '../../src/oauth/errors.ts';
import type { ProviderResponse } from '../../src/oauth/provider-response.ts';
import type { ProviderRequest } from '../../src/oauth/token-request.ts';
import type { GrantEvent } from '../../src/observability/events.ts';
import { GRANT_BUDGET } from '../../src/time/budgets.ts';
import { createTestProvider, listSecrets, proveBySecret } from '../helpers/providers.ts';

const REFUSED: ProviderResponse = { status: 401, body: '{"error":"invalid_client"}' };
const TOKENS: ProviderResponse = { status: 200, body: '{"access_token":"A","refresh_token":"R2"}' };

interface Sent {
  readonly request: ProviderRequest;
  readonly call: ProviderCall;
}

/** Grants at a provider that gives these responses in turn, each after `seconds`. */
function createScriptedGrants(responses: ProviderResponse[], seconds = 0) {
  const sent: Sent[] = [];
  const events: GrantEvent[] = [];
  let elapsed = 1000;
  const grants = createGrants({
    send: async (request, call) => {
      sent.push({ request, call });
      elapsed += seconds * 1000;
      return responses.shift() as ProviderResponse;
    },
    prove: proveBySecret,
    clock: { now: () => new Date(0), monotonic: () => elapsed, sleep: async () => undefined },
    observe: (event) => events.push(event),
  });
  return { grants, sent, events };
}

const registration = (change: Parameters<typeof createTestProvider>[0] = {}) => ({
  tenantId: 'acme',
  provider: createTestProvider({ clientCredentials: listSecrets('one', 'two', 'three'), ...change }),
});

const readSecret = ({ request }: Sent): string | undefined =>
  atob(request.headers.authorization?.slice('Basic '.length) ?? '').split(':')[1];

describe('a grant with a list of client secrets', () => {
  it('presents the next one when a secret is refused, with the same token', async () => {
    const { grants, sent, events } = createScriptedGrants([REFUSED, REFUSED, TOKENS]);
    const tokens = await grants.refresh(registration(), 'R1', {});
    expect(tokens.refreshToken).to.equal('R2');
    expect(sent.map(({ request }) => request.body)).to.deep.equal(
      Array(3).fill('grant_type=refresh_token&refresh_token=R1'),
    );
    expect(events.map(({ outcome, credentialIndex }) => [outcome, credentialIndex])).to.deep.equal([
      ['success', 2],
    ]);
  });

  it('presents the one that served last first, and reports its place in the list', async () => {
    const { grants, sent, events } = createScriptedGrants([REFUSED, TOKENS, TOKENS, REFUSED, TOKENS]);
    const same = registration();
    for (const token of ['R1', 'R2', 'R3']) await grants.refresh(same, token, {});
    expect(sent.map(readSecret)).to.deep.equal(['one', 'two', 'two', 'two', 'one']);
    // Not 0 before the first one is accepted: the alert relies on it.
    expect(events.map(({ credentialIndex }) => credentialIndex)).to.deep.equal([1, 1, 0]);
  });

  it('remembers a secret also by a refused token: the provider looks at the client first', async () => {
    const dead = { status: 400, body: '{"error":"invalid_grant"}' };
    const { grants, sent } = createScriptedGrants([REFUSED, dead, TOKENS]);
    const same = registration();
    await grants.refresh(same, 'R1', {}).catch(() => undefined);
    await grants.refresh(same, 'R2', {});
    expect(sent.map(readSecret)).to.deep.equal(['one', 'two', 'two']);
  });

  it('remembers no secret by an answer that does not show whether it was accepted', async () => {
    const { grants, sent } = createScriptedGrants([REFUSED, { status: 500, body: '' }, TOKENS]);
    const same = registration();
    await grants.refresh(same, 'R1', {}).catch(() => undefined);
    await grants.refresh(same, 'R2', {});
    expect(sent.map(readSecret)).to.deep.equal(['one', 'two', 'one']);
  });

  it('has one budget for all of them', async () => {
    const { grants, sent, events } = createScriptedGrants([REFUSED, REFUSED, TOKENS], 8);
    await grants.refresh(registration(), 'R1', {});
    expect(sent.map(({ call }) => call.deadline)).to.deep.equal(Array(3).fill(1000 + GRANT_BUDGET));
    expect(events[0]?.seconds).to.equal(24);
  });

  it('keeps to the deadline that it is given', async () => {
    const { grants, sent } = createScriptedGrants([REFUSED, TOKENS]);
    await grants.refresh(registration(), 'R1', { deadline: 4321 });
    expect(sent.map(({ call }) => call.deadline)).to.deep.equal([4321, 4321]);
  });

  it('stops at any other failure: the token may be spent', async () => {
    for (const response of [
      { status: 400, body: '{"error":"invalid_grant"}' },
      { status: 500, body: '' },
      { status: 200, body: 'no JSON' },
    ]) {
      const { grants, sent } = createScriptedGrants([response, TOKENS]);
      const error = await grants.refresh(registration(), 'R1', {}).catch((fault) => fault);
      expect(isDomiError(error), response.body).to.equal(true);
      expect(sent).to.have.length(1);
    }
  });

  it('takes tokens for what they are, whatever else the response says', async () => {
    const odd = { status: 200, body: '{"access_token":"A","error":"invalid_client"}' };
    const { grants, sent } = createScriptedGrants([odd, TOKENS]);
    expect((await grants.refresh(registration(), 'R1', {})).accessToken).to.equal('A');
    expect(sent).to.have.length(1);
  });

  it('when all of them are refused, says so once', async () => {
    const { grants, events } = createScriptedGrants([REFUSED, REFUSED, REFUSED]);
    const error = await grants.refresh(registration(), 'R1', {}).catch((fault) => fault);
    expect(error.code).to.equal('client_credentials_refused');
    expect(events.map(({ outcome, credentialIndex }) => [outcome, credentialIndex])).to.deep.equal([
      ['client_credentials_refused', 2],
    ]);
  });
});

describe('a revocation', () => {
  const revocable = (): ReturnType<typeof registration> =>
    registration({ revocation: 'rfc7009', revocationEndpoint: 'https://provider.example.com/revoke' });

  it('presents the next client secret when one is refused, also with status 200 and a token beside it', async () => {
    const odd = { status: 200, body: '{"error":"invalid_client","access_token":"x"}' };
    const { grants, sent } = createScriptedGrants([odd, REFUSED, { status: 200, body: '' }]);
    await grants.revoke(revocable(), 'A', {});
    expect(sent).to.have.length(3);
  });

  it('says in its hint that the token is an access token', async () => {
    const { grants, sent } = createScriptedGrants([{ status: 200, body: '' }]);
    await grants.revoke(revocable(), 'A', {});
    expect(new URLSearchParams(sent[0]?.request.body).get('token_type_hint')).to.equal('access_token');
    expect(new URLSearchParams(sent[0]?.request.body).get('token')).to.equal('A');
  });
});
