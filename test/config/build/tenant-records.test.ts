import { expect } from 'chai';
import { type FaultRow, listFaults, validateText } from '../../helpers/validate-text.ts';

/** Rules of a tenant and between tenants. */
const ROWS: readonly FaultRow[] = [
  [
    'an address that is no URL',
    'tenants: { acme: { publicUrl: CANARY } }',
    ['p.yaml:1:31: tenants.acme.publicUrl is not a URL such as https://domi.example.com'],
  ],
  [
    'an address on http',
    'tenants: { acme: { publicUrl: "http://a.example.com" } }',
    ['p.yaml:1:31: tenants.acme.publicUrl must be https:// (plain http works on localhost only)'],
  ],
  [
    'an address with userinfo',
    'tenants: { acme: { publicUrl: "https://u:CANARY@a.example.com" } }',
    ['p.yaml:1:31: tenants.acme.publicUrl must not contain a user name or password'],
  ],
  [
    'an address with a query',
    'tenants: { acme: { publicUrl: "https://a.example.com/?x" } }',
    ['p.yaml:1:31: tenants.acme.publicUrl must not have a query or fragment'],
  ],
  [
    'an address with a fragment',
    'tenants: { acme: { publicUrl: "https://a.example.com/#x" } }',
    ['p.yaml:1:31: tenants.acme.publicUrl must not have a query or fragment'],
  ],
  [
    'two tenants at one address',
    `tenants:
  a: { publicUrl: "https://d.example.com/a" }
  b: { publicUrl: "https://D.example.com:443/a/" }
`,
    ['p.yaml:3:19: tenants.b.publicUrl is already the address of tenants.a'],
  ],
  [
    'a prefix that hides a path of another tenant',
    `tenants:
  a: { publicUrl: "https://d.example.com", providers: { zoom: {} } }
  b: { publicUrl: "https://d.example.com/dominoZoom" }
`,
    ['p.yaml:3:19: tenants.b.publicUrl hides https://d.example.com/dominoZoom, an address of tenants.a'],
  ],
  [
    'a prefix that hides a refresh address',
    `tenants:
  a: { publicUrl: "https://d.example.com", providers: { zoom: {} } }
  b: { publicUrl: "https://d.example.com/dominoZoomRefresh/x" }
`,
    [
      'p.yaml:3:19: tenants.b.publicUrl hides https://d.example.com/dominoZoomRefresh, an address of tenants.a',
    ],
  ],
  [
    'a prefix that hides what every tenant has',
    `tenants:
  a: { publicUrl: "https://d.example.com", providers: { zoom: {} } }
  b: { publicUrl: "https://d.example.com/assets" }
`,
    ['p.yaml:3:19: tenants.b.publicUrl hides https://d.example.com/assets, an address of tenants.a'],
  ],
  [
    'a mistyped provider',
    `tenants:
  a: { publicUrl: "https://d.example.com", providers: { zoon: {} } }
`,
    ['p.yaml:2:57: tenants.a.providers.zoon names no known record; did you mean zoom?'],
  ],
  [
    'an unknown provider',
    `tenants:
  a: { publicUrl: "https://d.example.com", providers: { skype: { label: S } } }
`,
    ['p.yaml:2:57: tenants.a.providers.skype names no known record'],
  ],
  [
    'an unknown base',
    `tenants:
  a: { publicUrl: "https://d.example.com", providers: { mine: { extends: tems } } }
`,
    ['p.yaml:2:57: tenants.a.providers.mine names no known record; did you mean teams?'],
  ],
  [
    'two providers with one path',
    `tenants:
  a: { publicUrl: "https://d.example.com", providers: { zoom: { path: dominoTeams }, teams: {} } }
`,
    ['p.yaml:2:71: teams.path: /dominoTeams already belongs to zoom'],
  ],
  ...['assets', 'diag', 'readyz'].flatMap((segment) =>
    (['path', 'callback'] as const).map(
      (field): FaultRow => [
        `a ${field} that the service answers itself`,
        `tenants:
  a: { publicUrl: "https://d.example.com", providers: { zoom: { ${field}: ${segment} } } }
`,
        [`p.yaml:2:${67 + field.length}: zoom.${field}: /${segment} already belongs to this service`],
      ],
    ),
  ),
  [
    'a callback where Notes refreshes',
    'tenants: { a: { publicUrl: "https://d.example.com", providers: { zoom: { callback: tokenRefresh } } } }',
    ['p.yaml:1:84: zoom.callback: must not end in Refresh or Revoke, where only Notes is answered'],
  ],
  [
    'a webhook where Notes revokes',
    'tenants: { a: { publicUrl: "https://d.example.com", providers: { zoom: { webhook: { path: eventsRevoke, secret: { env: ZOOM_CLIENT_SECRET } } } } } }',
    ['p.yaml:1:91: zoom.webhook.path: must not end in Refresh or Revoke, where only Notes is answered'],
  ],
  [
    'a prefix where the service answers health checks',
    'tenants: { a: { publicUrl: "https://d.example.com/readyz", providers: { zoom: {} } } }',
    [
      'p.yaml:1:28: tenants.a.publicUrl ends in /readyz, the health check of this service: choose another prefix',
    ],
  ],
  [
    'a variable that only the tenant lacks',
    `providers:
  teams: { tokenEndpoint: "https://{cloud}.example.com/{directory}" }
tenants:
  a: { publicUrl: "https://a.example.com", providers: { teams: {} } }
  b: { publicUrl: "https://b.example.com", providers: { teams: { variables: { cloud: x } } } }
`,
    [
      'p.yaml:2:27: teams.tokenEndpoint uses {cloud}, which is not among its variables',
      'p.yaml:2:27: teams has a tokenEndpoint of its own, so it needs a clientSecret of its own: the shared one never goes there',
    ],
  ],
  [
    'a private endpoint of one tenant',
    `tenants:
  a: { publicUrl: "https://d.example.com", providers: { zoom: { tokenEndpoint: "https://10.0.0.1/" } } }
`,
    [
      'p.yaml:2:80: zoom has a tokenEndpoint of its own, so it needs a clientSecret of its own: the shared one never goes there',
      'p.yaml:2:80: zoom.tokenEndpoint points into a private network: name a public host',
    ],
  ],
  [
    'a private address in a variable of one tenant',
    `providers:
  teams: { tokenEndpoint: "https://{directory}/t" }
tenants:
  a: { publicUrl: "https://a.example.com", providers: { teams: { variables: { directory: 10.0.0.1 } } } }
`,
    [
      'p.yaml:2:27: teams has a tokenEndpoint of its own, so it needs a clientSecret of its own: the shared one never goes there',
      'p.yaml:2:27: teams.tokenEndpoint points into a private network: name a public host',
    ],
  ],
  [
    'an inherited fault of many tenants',
    `providers: { zoom: { tokenEndpoint: "https://10.0.0.1/" } }
tenants:
  a: { publicUrl: "https://a.example.com", providers: { zoom: {} } }
  b: { publicUrl: "https://b.example.com", providers: { zoom: {} } }
  c: { publicUrl: "https://c.example.com", providers: { zoom: { label: Z } } }
`,
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a record that no tenant uses',
    `providers: { zoom: { tokenEndpoint: "https://10.0.0.1/" } }
tenants:
  a: { publicUrl: "https://a.example.com" }
`,
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a logo that is not there',
    'tenants: { acme: { publicUrl: https://a.example.com, logo: { file: /absent } } }',
    ['p.yaml:1:60: tenants.acme.logo cannot read /absent (ENOENT)'],
  ],
];

describe('the tenants of a provider file', () => {
  for (const [what, text, faults] of ROWS) {
    it(`${what}, when validated, is reported as ${faults.join(' and ')}`, () => {
      expect(listFaults(text)).to.deep.equal(faults);
    });
  }

  it('a public URL of a single tenant, when it ends in a path of the service, is refused', () => {
    for (const prefix of ['dominoZoom', 'zoomCallback', 'dominoTeamsRefresh', 'diag', 'readyz']) {
      const environment = { OAUTH_HOSTNAME: `https://domi.example.com/${prefix}` };
      expect(listFaults('', { environment })).to.deep.equal([
        'OAUTH_HOSTNAME: ends in a path that this service uses itself: choose another prefix',
      ]);
    }
    expect(listFaults('', { environment: { OAUTH_HOSTNAME: 'https://d.example.com/domi' } })).to.deep.equal(
      [],
    );
  });

  it('a record of a tenant, when it extends another one, has its fields and its own', () => {
    const [tenant] = validateText(
      'tenants: { a: { publicUrl: "https://a.example.com", providers: { mine: { extends: zoom, path: p, callback: c } } } }',
    ).tenants;
    expect(tenant?.providers[0]?.provider).to.include({
      id: 'mine',
      path: 'p',
      tokenEndpoint: 'https://zoom.us/oauth/token',
      clientId: 'zoom-id',
    });
  });

  it('an unset secret, when thousands of tenants have one, is warned of once', () => {
    const tenants = Array.from({ length: 3000 }, (_, index) => [
      `t${index}`,
      {
        publicUrl: `https://d.example.com/t${index}`,
        providers: { zoom: { clientSecret: { env: 'NOT_SET' } }, ringcentral: {} },
      },
    ]);
    const { warnings } = validateText(JSON.stringify({ tenants: Object.fromEntries(tenants) }, null, 1));
    expect(warnings).to.deep.equal([
      'p.yaml:6:13: zoom is not enabled: it has no client secret (NOT_SET not set) (and in 2999 more places)',
      'p.yaml:11:20: ringcentral is not enabled: it has no client id (RINGCENTRAL_CLIENT_ID not set)',
    ]);
  });
});
