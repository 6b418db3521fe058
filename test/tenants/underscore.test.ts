import { expect } from 'chai';
import { createTestService } from '../helpers/create-test-service.ts';

describe('a tenant at a host with an underscore', () => {
  it('is found there, and signs its users in there', async () => {
    const host = 'meet_ings.example.com';
    const service = await createTestService({
      providerFile: { tenants: { acme: { publicUrl: `https://${host}`, providers: { zoom: {} } } } },
    });
    try {
      expect((await service.get('/', { host })).status).to.equal(200);
      const diag = JSON.parse((await service.get('/diag', { host })).body);
      expect(diag).to.include({ address_known: true, host_is_public_host: true });
      const { headers } = await service.get('/dominoZoom/index.html', { host });
      const redirectUri = new URL(headers.location ?? '').searchParams.get('redirect_uri');
      expect(redirectUri).to.equal(`https://${host}/zoomCallback`);
    } finally {
      await service.stop();
    }
  });
});
