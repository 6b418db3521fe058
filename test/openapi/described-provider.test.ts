import { expect } from 'chai';
import { describeInterface } from '../../src/openapi/describe-interface.ts';
import { listDescribedProviders } from '../../src/openapi/described-provider.ts';
import { createTestProvider } from '../helpers/providers.ts';
import { lintDocument } from './lint-document.ts';

const ZOOM = createTestProvider({ label: 'Zoom', path: 'dominoZoom', callback: 'zoomCallback' });

describe('the providers of a document', () => {
  it('when many tenants have the same one, are one', () => {
    const tenants = Array.from({ length: 50 }, () => ({ providers: [{ ...ZOOM }] }));
    expect(listDescribedProviders(tenants)).to.deep.equal([
      { label: 'Zoom', path: 'dominoZoom', callback: 'zoomCallback', webhookPath: undefined },
    ]);
  });

  it('when a tenant has another callback or webhook, have the addresses of all tenants', async () => {
    const providers = listDescribedProviders([
      { providers: [ZOOM] },
      { providers: [{ ...ZOOM, callback: 'otherCallback' }] },
      { providers: [{ ...ZOOM, webhook: { path: 'events', secrets: ['secret'] } }] },
      // The callback of one tenant is the webhook of another.
      { providers: [{ ...ZOOM, path: 'dominoOther', callback: 'events' }] },
    ]);
    const document = describeInterface({ version: '0', publicUrl: undefined, providers });
    expect(document.paths).to.include.keys('/zoomCallback', '/otherCallback', '/dominoOtherRefresh');
    expect(document.paths['/events']).to.have.keys('get', 'post');
    expect(await lintDocument(document)).to.deep.equal([]);
  });

  it('when every tenant has its own paths, are bounded', () => {
    const tenants = Array.from({ length: 5000 }, (_, index) => ({
      providers: [{ ...ZOOM, path: `domino${index}`, callback: `callback${index}` }],
    }));
    expect(listDescribedProviders(tenants)).to.have.length(100);
  });
});
