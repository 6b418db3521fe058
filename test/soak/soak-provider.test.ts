import { expect } from 'chai';
import { PROVIDER_FAULTS } from '../../bench/soak/provider-faults.ts';
import { type SoakProvider, startSoakProvider } from '../../bench/soak/soak-provider.ts';
import { send } from '../helpers/http.ts';

const BASIC = `Basic ${Buffer.from('id:the-secret').toString('base64')}`;

describe('the provider of a soak', () => {
  let provider: SoakProvider;

  beforeEach(async () => {
    provider = await startSoakProvider(() => 0);
    provider.secrets.add('the-secret');
  });
  afterEach(() => provider.stop());

  async function ask(form: Record<string, string>, authorization = BASIC): Promise<Record<string, string>> {
    const { tokenEndpoint } = provider.providers['zoom'] as { tokenEndpoint: string };
    const body = new URLSearchParams(form).toString();
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await send(tokenEndpoint, { method: 'POST', headers, body });
    return JSON.parse(answer.body) as Record<string, string>;
  }

  const begin = async (): Promise<string> => (await ask({ code: 'steady-1' }))['refresh_token'] as string;
  const refresh = (token: string): ReturnType<typeof ask> => ask({ refresh_token: token });

  it('gives each token one successor, and knows who has been given which', async () => {
    const first = await begin();
    const second = (await refresh(first))['refresh_token'] as string;
    expect(provider.isGood(first)).to.equal(false);
    expect(provider.isGood(second)).to.equal(true);
    expect(provider.findSuccessor(first)).to.equal(second);
    expect(provider.takeIssued().map(({ token }) => token)).to.deep.equal([first, second]);
    expect(provider.takeIssued()).to.deep.equal([]);
  });

  it('when a spent token comes back, ends its family and names the sign-in', async () => {
    const first = await begin();
    const second = (await refresh(first))['refresh_token'] as string;
    expect(await refresh(first)).to.include({ error: 'invalid_grant' });
    expect(provider.isGood(second)).to.equal(false);
    expect(provider.takeEnded().map(({ token, code }) => ({ token, code }))).to.deep.equal([
      { token: second, code: 'steady-1' },
    ]);
  });

  it('does not count a family whose answer it spoiled itself, nor the token that nobody got', async () => {
    const first = await begin();
    provider.takeIssued();
    provider.fault = PROVIDER_FAULTS.find(({ name }) => name === 'resets after it accepted');
    await refresh(first).then(
      () => expect.fail('the answer arrived'),
      () => undefined,
    );
    provider.fault = undefined;
    expect(provider.hasSpoiled(first)).to.equal(true);
    await refresh(first);
    expect(provider.takeEnded()).to.deep.equal([]);
    expect(provider.takeIssued()).to.deep.equal([]);
  });

  it('counts requests with a secret that it does not know', async () => {
    expect(await ask({ code: 'x' }, `Basic ${Buffer.from('id:other').toString('base64')}`)).to.include({
      error: 'invalid_client',
    });
    expect(provider.refusedSecrets).to.equal(1);
  });
});
