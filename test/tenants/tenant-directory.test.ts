import { expect } from 'chai';
import { createTenant, type Tenant } from '../../src/tenants/tenant.ts';
import { createDirectory, createSingleTenantDirectory } from '../../src/tenants/tenant-directory.ts';

const tenant = (id: string, publicUrl: string): Tenant => createTenant({ id, publicUrl, providers: [] });

describe('tenant directory', () => {
  const directory = createDirectory(
    [
      tenant('host', 'https://host.example.com'),
      tenant('port', 'https://host.example.com:8443'),
      tenant('acme', 'https://shared.example.com/acme'),
      tenant('emea', 'https://shared.example.com/acme/emea'),
      tenant('underscore', 'https://meet_ings.example.com'),
      tenant('dotted', 'https://dotted.example.com.'),
      tenant('constructor', 'https://shared.example.com/constructor'),
    ],
    false,
  );

  const rows: [host: string | undefined, path: string, found: string | undefined][] = [
    ['host.example.com', '/x', 'host /x'],
    ['HOST.example.com', '/x', 'host /x'],
    ['host.example.com:443', '/x', 'host /x'],
    ['host.example.com:8443', '/', 'port /'],
    ['host.example.com:1234', '/', undefined],
    ['host.example.com.', '/x', 'host /x'],
    ['host.example.com.:8443', '/', 'port /'],
    ['host.example.com..', '/', undefined],
    ['.', '/', undefined],
    ['dotted.example.com', '/', 'dotted /'],
    ['dotted.example.com.', '/', 'dotted /'],
    ['meet_ings.example.com', '/', 'underscore /'],
    ['shared.example.com.', '/acme/emea/x', 'emea /x'],
    ['xhost.example.com', '/', undefined],
    ['host.example.com.evil.example.com', '/', undefined],
    ['evil.example.com@host.example.com', '/', undefined],
    ['host.example.com/acme', '/', undefined],
    ['', '/', undefined],
    [undefined, '/', undefined],
    ['shared.example.com', '/', undefined],
    ['shared.example.com', '/acme', 'acme /'],
    ['shared.example.com', '/acme/', 'acme /'],
    ['shared.example.com', '/acme/dominoZoomRefresh', 'acme /dominoZoomRefresh'],
    ['shared.example.com', '/acme/emea/dominoZoomRefresh', 'emea /dominoZoomRefresh'],
    ['shared.example.com', '/acmeX/dominoZoomRefresh', undefined],
    ['shared.example.com', '/ACME/dominoZoomRefresh', undefined],
    ['shared.example.com', '/acm%65/dominoZoomRefresh', undefined],
    ['shared.example.com', '/x/acme/dominoZoomRefresh', undefined],
    ['shared.example.com', '/constructor/x', 'constructor /x'],
    ['shared.example.com', '/__proto__/x', undefined],
    ['shared.example.com/acme', '/', undefined],
  ];
  for (const [host, path, found] of rows) {
    it(`finds ${found ?? 'nobody'} for ${host} ${path}`, () => {
      const resolution = directory.resolve(host, path);
      expect(resolution && `${resolution.tenant.id} ${resolution.path}`).to.equal(found);
    });
  }

  it('of a single tenant takes every host, with or without its prefix', () => {
    const single = createSingleTenantDirectory(tenant('default', 'https://d.example.com/domi/'));
    expect(single.resolve('whatever', '/domi/dominoZoomRefresh')?.path).to.equal('/dominoZoomRefresh');
    expect(single.resolve(undefined, '/dominoZoomRefresh')?.path).to.equal('/dominoZoomRefresh');
    expect(single.resolve(undefined, '/domi')?.path).to.equal('/');
    expect(single.resolve(undefined, '/dominoZoom')?.path).to.equal('/dominoZoom');
  });
});
