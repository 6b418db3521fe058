import { expect } from 'chai';
import { buildProvider } from '../../src/config/build/build-provider.ts';
import { toConfig } from '../../src/config/load-config.ts';
import { PROVIDER_RECORD_SCHEMA } from '../../src/providers/provider-record.schema.ts';
import { listSecrets } from '../helpers/providers.ts';
import { validateText } from '../helpers/validate-text.ts';

const TENANTS = JSON.stringify({
  tenants: {
    a: { publicUrl: 'https://d.example.com/a', providers: { zoom: {}, teams: {} } },
    b: { publicUrl: 'https://d.example.com/b', providers: { zoom: {}, teams: { label: 'Ours' } } },
  },
});

describe('a validated configuration', () => {
  it('when tenants add nothing to a record, holds it once', () => {
    const [a, b] = validateText(TENANTS).tenants;
    expect(a?.providers[0]?.provider).to.equal(b?.providers[0]?.provider);
    expect(b?.providers[1]?.provider.label).to.equal('Ours');
    expect(a?.providers[1]?.provider.label).to.equal('Microsoft Teams');
  });

  it('when a tenant changes a record, says which fields, and whose registration it is', () => {
    const own = { clientId: { value: 'own-id' }, clientSecret: { env: 'WEBEX_CLIENT_SECRET' } };
    const { tenants } = validateText(
      JSON.stringify({
        tenants: {
          a: { publicUrl: 'https://d.example.com/a', providers: { zoom: {}, teams: { label: 'Ours' } } },
          b: { publicUrl: 'https://d.example.com/b', providers: { zoom: own, teams: {} } },
        },
      }),
    );
    const [a, b] = tenants.map(({ providers }) => providers);
    expect(a?.map(({ app }) => app)).to.deep.equal(['shared', 'shared']);
    expect(b?.map(({ app }) => app)).to.deep.equal(['own', 'shared']);
    expect(a?.[0]?.differs).to.equal(undefined);
    expect(a?.[1]?.differs).to.deep.equal({
      label: 'Ours',
      clientId: 'teams-id',
      clientCredentials: listSecrets('teams-secret'),
    });
    expect(b?.[0]?.differs).to.deep.equal({
      clientId: 'own-id',
      clientCredentials: listSecrets('webex-secret'),
    });
    for (const index of [0, 1]) expect(a?.[index]?.model).to.equal(b?.[index]?.model);
  });

  it('when only tenants complete a record, has what the record gives once, for all of them', () => {
    const shop = {
      path: 'shop',
      callback: 'shopCallback',
      authorizationEndpoint: 'https://{region}.example.com/authorize',
      scopes: ['meeting'],
      authorizationParams: { audience: '{region}', prompt: 'consent' },
      tokenParams: { claims: '{"a":1}' },
      parameterNames: { clientId: 'app' },
      clientId: { env: 'ZOOM_CLIENT_ID' },
      clientSecret: { env: 'ZOOM_CLIENT_SECRET' },
    };
    const of = (region: string) => ({
      publicUrl: `https://${region}.example.com`,
      providers: {
        shop: {
          variables: { region },
          tokenEndpoint: `https://${region}.example.com/token`,
          clientSecret: { env: 'OWN_SECRET' },
        },
      },
    });
    const { tenants } = validateText(
      JSON.stringify({ providers: { shop }, tenants: { eu: of('eu'), us: of('us') } }),
      { environment: { OWN_SECRET: 'own' } },
    );
    const [eu, us] = tenants.map(({ providers }) => providers[0]);
    expect(eu?.model).to.equal(us?.model);
    expect(eu?.model).to.not.have.any.keys('authorizationEndpoint', 'tokenEndpoint', 'authorizationParams');
    expect(eu?.provider).to.include({
      authorizationEndpoint: 'https://eu.example.com/authorize',
      tokenEndpoint: 'https://eu.example.com/token',
      clientId: 'zoom-id',
    });
    expect(eu?.provider.authorizationParams).to.deep.equal({ audience: 'eu', prompt: 'consent' });
    for (const field of ['scopes', 'tokenParams', 'parameterNames'] as const)
      expect(eu?.provider[field], field).to.equal(us?.provider[field]);
    expect(Object.keys(us?.differs ?? {})).to.have.members([
      'authorizationEndpoint',
      'tokenEndpoint',
      'authorizationParams',
      'clientId',
      'clientCredentials',
    ]);
  });

  it('when it comes out of a worker thread, is still the same and still shared', () => {
    const plan = validateText(TENANTS);
    const copy = structuredClone(plan);
    expect(copy.tenants).to.deep.equal(plan.tenants);
    expect(copy.tenants[0]?.providers[0]?.provider).to.equal(copy.tenants[1]?.providers[0]?.provider);
    const { directory } = toConfig(copy);
    expect(directory.resolve('d.example.com', '/b/dominoTeams/index.html')?.tenant.id).to.equal('b');
  });

  it('when a record has no more than it must, has the defaults that the schema names', () => {
    const { provider, faults } = buildProvider(
      'x',
      {
        path: 'p',
        callback: 'c',
        authorizationEndpoint: 'https://x.example.com/a',
        tokenEndpoint: 'https://x.example.com/t',
      },
      { clientId: 'i', clientCredentials: listSecrets('s') },
      { allowInsecure: false },
    );
    expect(faults).to.deep.equal([]);
    const named = Object.entries(PROVIDER_RECORD_SCHEMA.properties).flatMap(([name, field]) =>
      'default' in field && name !== 'enabled' ? [[name, field.default]] : [],
    );
    expect(named).to.have.length.at.least(8);
    expect(provider).to.include(Object.fromEntries(named));
  });
});
