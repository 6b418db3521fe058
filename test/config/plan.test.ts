import { expect } from 'chai';
import { buildProvider } from '../../src/config/build/build-provider.ts';
import { buildConfig } from '../../src/config/load-config.ts';
import { PROVIDER_RECORD_SCHEMA } from '../../src/providers/provider-record.schema.ts';
import { validateText } from '../helpers/validate-text.ts';

const TENANTS = JSON.stringify({
  tenants: {
    a: { publicUrl: 'https://d.example.com/a', providers: { zoom: {}, teams: {} } },
    b: { publicUrl: 'https://d.example.com/b', providers: { zoom: {}, teams: { label: 'Ours' } } },
  },
});

describe('a judged configuration', () => {
  it('when tenants add nothing to a record, holds it once', () => {
    const [a, b] = validateText(TENANTS).tenants;
    expect(a?.providers[0]).to.equal(b?.providers[0]);
    expect(b?.providers[1]?.label).to.equal('Ours');
    expect(a?.providers[1]?.label).to.equal('Microsoft Teams');
  });

  it('when it comes out of a worker thread, is still the same and still shared', () => {
    const plan = validateText(TENANTS);
    const copy = structuredClone(plan);
    expect(copy.tenants).to.deep.equal(plan.tenants);
    expect(copy.tenants[0]?.providers[0]).to.equal(copy.tenants[1]?.providers[0]);
    const { directory } = buildConfig(copy);
    expect(directory.resolve('d.example.com', '/b/dominoTeams/index.html')?.tenant.id).to.equal('b');
  });

  it('when a record has no more than it must, has the defaults that the schema tells', () => {
    const provider = buildProvider(
      'x',
      {
        path: 'p',
        callback: 'c',
        authorizationEndpoint: 'https://x.example.com/a',
        tokenEndpoint: 'https://x.example.com/t',
      },
      { clientId: 'i', clientSecrets: ['s'] },
      {
        allowInsecure: false,
        fault: (field, message) => expect.fail(`${field}: ${message}`),
      },
    );
    const told = Object.entries(PROVIDER_RECORD_SCHEMA.properties).flatMap(([name, field]) =>
      'default' in field && name !== 'enabled' ? [[name, field.default]] : [],
    );
    expect(told).to.have.length.at.least(8);
    expect(provider).to.include(Object.fromEntries(told));
  });
});
