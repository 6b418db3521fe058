import { expect } from 'chai';
import { toEndpoint } from '../../src/networks/endpoint.ts';
import { createProxyFinder } from '../../src/networks/proxy-finder.ts';

const PROXY = new URL('http://proxy.example.com:3128');

const isDirect = (noProxy: string, url: string): boolean =>
  createProxyFinder({ http: PROXY, https: PROXY, noProxy })(toEndpoint(new URL(url))) === undefined;

const ROWS: readonly (readonly [noProxy: string, direct: readonly string[], proxied: readonly string[]])[] = [
  ['', [], ['https://zoom.us', 'http://localhost', 'https://10.0.0.1']],
  ['*', ['https://zoom.us', 'http://10.0.0.1', 'https://[::1]'], []],
  [
    'zoom.us',
    ['https://zoom.us', 'https://api.zoom.us', 'https://ZOOM.us', 'https://zoom.us.'],
    ['https://notzoom.us', 'https://zoom.us.example.com', 'https://us'],
  ],
  ['.zoom.us', ['https://zoom.us', 'https://api.zoom.us'], ['https://notzoom.us']],
  ['*.zoom.us', ['https://zoom.us', 'https://a.b.zoom.us'], ['https://notzoom.us']],
  ['Zoom.US', ['https://zoom.us'], ['https://zoom.de']],
  ['zoom.us:443', ['https://zoom.us'], ['https://zoom.us:8443', 'http://zoom.us']],
  ['zoom.us:80', ['http://zoom.us'], ['https://zoom.us']],
  [
    'a.example.com, b.example.com',
    ['https://a.example.com', 'https://b.example.com'],
    ['https://c.example.com'],
  ],
  [
    'a.example.com b.example.com',
    ['https://a.example.com', 'https://b.example.com'],
    ['https://example.com'],
  ],
  [', ,', [], ['https://zoom.us']],
  ['10.0.0.1', ['https://10.0.0.1'], ['https://10.0.0.10', 'https://110.0.0.1']],
  ['10.0.0.1:8443', ['https://10.0.0.1:8443'], ['https://10.0.0.1']],
  ['10.0.0.0/8', ['https://10.1.2.3'], ['https://11.0.0.1', 'https://a10.example.com', 'https://[::1]']],
  ['::1', ['https://[::1]', 'https://[0:0:0:0:0:0:0:1]'], ['https://[::2]']],
  ['[::1]:8443', ['https://[::1]:8443'], ['https://[::1]']],
  ['fd00::/8', ['https://[fd12::1]'], ['https://[fe80::1]']],
  ['127.0.0.1', ['https://[::ffff:127.0.0.1]'], ['https://127.0.0.2']],
];

describe('NO_PROXY', () => {
  for (const [noProxy, direct, proxied] of ROWS) {
    for (const url of direct)
      it(`"${noProxy}": ${url} is called directly`, () => {
        expect(isDirect(noProxy, url)).to.equal(true);
      });
    for (const url of proxied)
      it(`"${noProxy}": ${url} is called through the proxy`, () => {
        expect(isDirect(noProxy, url)).to.equal(false);
      });
  }
});

describe('the proxy for an address', () => {
  const https = new URL('https://u%40x:p%3A%C3%BC@secure.example.com');

  it('is the one for its scheme', () => {
    const find = createProxyFinder({ http: PROXY, https, noProxy: '' });
    expect(find(toEndpoint(new URL('http://a.test')))).to.deep.equal({
      protocol: 'http:',
      hostname: 'proxy.example.com',
      port: 3128,
    });
    expect(find(toEndpoint(new URL('https://a.test')))).to.include({ protocol: 'https:', port: 443 });
  });

  it('is none when only the other scheme has one, or there is none at all', () => {
    expect(createProxyFinder({ https, noProxy: '' })(toEndpoint(new URL('http://a.test')))).to.equal(
      undefined,
    );
    expect(createProxyFinder(undefined)(toEndpoint(new URL('https://a.test')))).to.equal(undefined);
  });

  it('gets user and password, decoded', () => {
    const found = createProxyFinder({ https, noProxy: '' })(toEndpoint(new URL('https://a.test')));
    const [scheme, encoded = ''] = (found?.authorization ?? '').split(' ');
    expect(scheme).to.equal('Basic');
    expect(Buffer.from(encoded, 'base64').toString('utf8')).to.equal('u@x:p:ü');
  });

  it('gets a user without a password', () => {
    const url = new URL('http://user@proxy.example.com');
    const found = createProxyFinder({ https: url, noProxy: '' })(toEndpoint(new URL('https://a.test')));
    expect(Buffer.from((found?.authorization ?? '').slice(6), 'base64').toString()).to.equal('user:');
  });
});
