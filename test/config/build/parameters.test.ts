import { expect } from 'chai';
import { buildProvider } from '../../../src/config/build/build-provider.ts';
import type { Provider } from '../../../src/oauth/provider.ts';
import type { ProviderRecord } from '../../../src/providers/provider-record.ts';
import { listSecrets } from '../../helpers/providers.ts';

function build(record: ProviderRecord): { provider: Provider | undefined; faults: string[] } {
  const { provider, faults } = buildProvider(
    'shop',
    {
      path: 'dominoShop',
      callback: 'shopCallback',
      authorizationEndpoint: 'https://shop.example.com/authorize',
      tokenEndpoint: 'https://shop.example.com/token',
      ...record,
    },
    { clientId: 'id', clientCredentials: listSecrets('secret') },
    { allowInsecure: false },
  );
  return { provider, faults: faults.map(({ field, message }) => `${field}: ${message}`) };
}

describe('variables in the values of parameters', () => {
  it('are filled in when the record has them', () => {
    const { provider, faults } = build({
      variables: { store: 'ab12' },
      authorizationParams: { context: 'stores/{store}' },
      tokenParams: { context: 'stores/{store}' },
      refreshParams: { store: '{store}' },
    });
    expect(faults).to.deep.equal([]);
    expect(provider?.authorizationParams).to.deep.equal({ context: 'stores/ab12' });
    expect(provider?.tokenParams).to.deep.equal({ context: 'stores/ab12' });
    expect(provider?.refreshParams).to.deep.equal({ store: 'ab12' });
  });

  it('are a fault when nothing defines them', () => {
    const { provider, faults } = build({ tokenParams: { context: 'stores/{store}' } });
    expect(provider).to.equal(undefined);
    expect(faults).to.deep.equal([
      'tokenParams: shop.tokenParams uses {store}, which is not among its variables',
    ]);
  });

  it('are not seen in JSON, when a parameter wants that', () => {
    const claims = '{"id_token":{"email":null},"empty":{}}';
    const { provider, faults } = build({ authorizationParams: { claims } });
    expect(faults).to.deep.equal([]);
    expect(provider?.authorizationParams).to.deep.equal({ claims });
  });
});
