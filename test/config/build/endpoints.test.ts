import { expect } from 'chai';
import { type FaultRow, listFaults } from '../../helpers/validate-text.ts';

/** Where an endpoint must not lead: each would make this service call its own neighbours, or send a secret in the clear. */
const ROWS: readonly FaultRow[] = [
  [
    'plain http',
    'providers: { zoom: { tokenEndpoint: "http://zoom.us/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint must be https://'],
  ],
  [
    'a loopback name',
    'providers: { zoom: { tokenEndpoint: "https://localhost/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a loopback name with a dot',
    'providers: { zoom: { tokenEndpoint: "https://localhost./t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a name below localhost',
    'providers: { zoom: { tokenEndpoint: "https://a.localhost/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'loopback',
    'providers: { zoom: { tokenEndpoint: "https://127.0.0.1/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'loopback, short',
    'providers: { zoom: { tokenEndpoint: "https://127.1/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'loopback, decimal',
    'providers: { zoom: { tokenEndpoint: "https://2130706433/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'loopback, hexadecimal',
    'providers: { zoom: { tokenEndpoint: "https://0x7f000001/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'loopback, octal',
    'providers: { zoom: { tokenEndpoint: "https://0177.0.0.1/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a private address',
    'providers: { zoom: { tokenEndpoint: "https://10.0.0.1/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a private address with a dot',
    'providers: { zoom: { tokenEndpoint: "https://10.0.0.1./" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'carrier-grade NAT',
    'providers: { zoom: { tokenEndpoint: "https://100.64.0.1/" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'the metadata address of clouds',
    'providers: { zoom: { tokenEndpoint: "https://169.254.169.254/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'another private address',
    'providers: { zoom: { tokenEndpoint: "https://172.31.255.255/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a third private address',
    'providers: { zoom: { tokenEndpoint: "https://192.168.1.1/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'the unspecified address',
    'providers: { zoom: { tokenEndpoint: "https://0.0.0.0/" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'broadcast',
    'providers: { zoom: { tokenEndpoint: "https://255.255.255.255/" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'multicast',
    'providers: { zoom: { tokenEndpoint: "https://224.0.0.1/" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'loopback in IPv6',
    'providers: { zoom: { tokenEndpoint: "https://[::1]/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'the unspecified address in IPv6',
    'providers: { zoom: { tokenEndpoint: "https://[::]/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a unique local address',
    'providers: { zoom: { tokenEndpoint: "https://[fd00::1]/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a link-local address',
    'providers: { zoom: { tokenEndpoint: "https://[fe80::1]/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'mapped loopback',
    'providers: { zoom: { tokenEndpoint: "https://[::ffff:127.0.0.1]/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'the mapped metadata address',
    'providers: { zoom: { tokenEndpoint: "https://[::ffff:a9fe:a9fe]/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a translated address (NAT64)',
    'providers: { zoom: { tokenEndpoint: "https://[64:ff9b::a00:1]/t" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a tunnelled address (6to4)',
    'providers: { zoom: { tokenEndpoint: "https://[2002:a00:1::]/" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'the metadata name of a cloud',
    'providers: { zoom: { tokenEndpoint: "https://metadata.google.internal/" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a multicast DNS name',
    'providers: { zoom: { tokenEndpoint: "https://printer.local/" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a name without a dot',
    'providers: { zoom: { tokenEndpoint: "https://vault/" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a Kubernetes service',
    'providers: { zoom: { tokenEndpoint: "https://kubernetes.default.svc/" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a Kubernetes service in full',
    'providers: { zoom: { tokenEndpoint: "https://x.svc.cluster.local/" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'userinfo',
    'providers: { zoom: { tokenEndpoint: "https://u:CANARY@x.example.com/" } }',
    [
      'p.yaml:1:37: zoom.tokenEndpoint must not contain a user name or password: they belong in clientId and clientSecret',
    ],
  ],
  [
    'a fragment',
    'providers: { zoom: { tokenEndpoint: "https://x.example.com/#CANARY" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint must not have a fragment (#)'],
  ],
  [
    'an empty fragment',
    'providers: { zoom: { tokenEndpoint: "https://x.example.com/#" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint must not have a fragment (#)'],
  ],
  [
    'no host',
    'providers: { zoom: { tokenEndpoint: "https://" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint is not a URL'],
  ],
  [
    'a space in the host',
    'providers: { zoom: { tokenEndpoint: "https://x y/" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint is not a URL'],
  ],
  [
    'half an IPv6 address',
    'providers: { zoom: { tokenEndpoint: "https://[::1/" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint is not a URL'],
  ],
  [
    'an unknown variable',
    'providers: { zoom: { tokenEndpoint: "https://x.example.com/{dir}" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint uses {dir}, which is not among its variables'],
  ],
  [
    'a variable that may be a secret',
    'providers: { zoom: { tokenEndpoint: "https://x.example.com/{CANARY!}" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint uses {…}, which is not among its variables'],
  ],
  [
    'an open brace',
    'providers: { zoom: { tokenEndpoint: "https://x.example.com/{" } }',
    ['p.yaml:1:37: zoom.tokenEndpoint has a brace outside of a {variable}: escape it as %7B or %7D'],
  ],
  [
    'a private address in each endpoint',
    `providers:
  zoom:
    authorizationEndpoint: https://10.0.0.1/a
    tokenEndpoint: https://10.0.0.1/t
    refreshEndpoint: https://10.0.0.1/r
    revocationEndpoint: https://10.0.0.1/v
`,
    [
      'p.yaml:3:28: zoom.authorizationEndpoint points into a private network: name a public host',
      'p.yaml:4:20: zoom.tokenEndpoint points into a private network: name a public host',
      'p.yaml:5:22: zoom.refreshEndpoint points into a private network: name a public host',
      'p.yaml:6:25: zoom.revocationEndpoint points into a private network: name a public host',
    ],
  ],
  [
    'an address that a variable makes',
    `providers:
  zoom:
    tokenEndpoint: https://{host}/t
    variables: { host: 10.0.0.1 }
`,
    ['p.yaml:3:20: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'userinfo in a page',
    'providers: { zoom: { manageUrl: "https://u:CANARY@x.example.com" } }',
    ['p.yaml:1:33: zoom.manageUrl must not contain a user name or password'],
  ],
  [
    'a page that is no URL',
    'providers: { zoom: { manageUrl: "https://" } }',
    ['p.yaml:1:33: zoom.manageUrl is not a URL'],
  ],
  [
    'an issuer with a query',
    'providers: { zoom: { issuer: "https://a.example.com/?x" } }',
    ['p.yaml:1:30: zoom.issuer must not have a query or fragment'],
  ],
  [
    'an issuer that is no URL',
    'providers: { zoom: { issuer: "zoom" } }',
    ['p.yaml:1:30: zoom.issuer is not a URL'],
  ],
  [
    'an issuer with an unknown variable',
    'providers: { zoom: { issuer: "https://a.example.com/{dir}" } }',
    ['p.yaml:1:30: zoom.issuer uses {dir}, which is not among its variables'],
  ],
  [
    'a record that is switched off',
    'providers: { zoom: { enabled: false, tokenEndpoint: "https://10.0.0.1/" } }',
    ['p.yaml:1:53: zoom.tokenEndpoint points into a private network: name a public host'],
  ],
  [
    'a record without credentials',
    'providers: { ringcentral: { tokenEndpoint: "https://10.0.0.1/" } }',
    ['p.yaml:1:44: ringcentral.tokenEndpoint points into a private network: name a public host'],
  ],
];

const SOUND = [
  'https://zoom.us/oauth/token',
  'https://zoom.us:8443/oauth/token?x=y',
  'https://93.184.216.34/t',
  'https://[2606:2800:220:1::1]/t',
  'https://bücher.example/t',
  'https://internal.example.com/t',
  'https://10.example.com/t',
];

describe('the endpoints of a record', () => {
  for (const [what, text, faults] of ROWS) {
    it(`${what}, when validated, is reported as ${faults.join(' and ')}`, () => {
      expect(listFaults(text)).to.deep.equal(faults);
    });
  }

  for (const url of SOUND) {
    it(`${url}, when validated, is sound`, () => {
      expect(listFaults(`providers: { zoom: { tokenEndpoint: "${url}" } }`)).to.deep.equal([]);
    });
  }

  it('on http and loopback, when the switch of demo and tests is on, are sound', () => {
    const environment = { DOMI_ALLOW_INSECURE_PROVIDERS: 'true' };
    const text = 'providers: { zoom: { tokenEndpoint: "http://127.0.0.1:1/t" } }';
    expect(listFaults(text, { environment })).to.deep.equal([]);
    expect(listFaults(text.replace('http:', 'file:'), { environment })).to.deep.equal([
      'p.yaml:1:37: providers.zoom.tokenEndpoint must begin with https://',
    ]);
  });
});
