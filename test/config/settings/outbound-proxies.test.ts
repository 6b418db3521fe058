import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { loadOutboundProxies } from '../../../src/config/load-way-out.ts';
import { createFaultList } from '../../../src/config/report/fault-list.ts';
import { readOutboundProxies } from '../../../src/config/settings/read-outbound-proxies.ts';

function read(environment: Record<string, string>) {
  const faults = createFaultList();
  const settings = readOutboundProxies(environment, faults);
  const list = faults.listFaults(String).map(({ where, message }) => `${where}: ${message}`);
  return { ...settings, faults: list, warnings: faults.listWarnings(String) };
}

const FORM =
  'must be http://host:port or https://host:port, with user:password@ in front of the host as needed';
const OTHER_KIND = `${FORM}; other kinds of proxies, such as SOCKS, are not supported`;
const ENCODING = 'in a user name or password, # is written %23, ? is %3F, / is %2F, \\ is %5C and @ is %40';
const MARK = `contains #, ? or \\: ${ENCODING}`;
const PATH = `must have no path; ${ENCODING}`;
const CHARACTER = 'contains a blank, a line end or another character that no URL has';
const PERCENT = 'has a % in the user name or password that begins no character; % itself is written %25';
const CONTROL = 'has a control character in the user name or password';
const COLON = 'has a colon in the user name, which HTTP cannot transmit (RFC 7617 section 2)';

describe('the address of an outbound proxy', () => {
  const good: readonly [written: string, read: string][] = [
    ['http://proxy.example.com:3128', 'http://proxy.example.com:3128/'],
    ['http://proxy.example.com:3128/', 'http://proxy.example.com:3128/'],
    ['HTTPS://Proxy.example.com:8443', 'https://proxy.example.com:8443/'],
    ['proxy.example.com:3128', 'http://proxy.example.com:3128/'],
    ['proxy.example.com', 'http://proxy.example.com/'],
    ['localhost:3128', 'http://localhost:3128/'],
    ['127.0.0.1:3128', 'http://127.0.0.1:3128/'],
    ['[2001:db8::1]:3128', 'http://[2001:db8::1]:3128/'],
    ['http://[2001:DB8:0::1]:3128', 'http://[2001:db8::1]:3128/'],
    ['user:pass@proxy:3128', 'http://user:pass@proxy:3128/'],
    ['http://user:p%23%2F%40ss@proxy:3128', 'http://user:p%23%2F%40ss@proxy:3128/'],
    ['http://user:p@ss@proxy:3128', 'http://user:p%40ss@proxy:3128/'],
    ['http://user@proxy:3128', 'http://user@proxy:3128/'],
    ['http://DOMAIN%5Cuser:a:b@proxy:3128', 'http://DOMAIN%5Cuser:a%3Ab@proxy:3128/'],
    ['http://user:%C3%A4@proxy:3128', 'http://user:%C3%A4@proxy:3128/'],
  ];
  for (const [written, address] of good) {
    it(`${written} is ${address}`, () => {
      for (const name of ['HTTPS_PROXY', 'https_proxy']) {
        expect(read({ [name]: written })).to.deep.include({ https: address, http: undefined, faults: [] });
      }
    });
  }

  const bad: readonly [written: string, fault: string][] = [
    ['socks5://proxy:1080', OTHER_KIND],
    ['socks4a://proxy:1080', OTHER_KIND],
    ['ftp://proxy:21', OTHER_KIND],
    ['quic+http://proxy', OTHER_KIND],
    ['http://user:CANARY#7@proxy:3128', MARK],
    ['http://user:CANARY?7@proxy:3128', MARK],
    ['http://DOMAIN\\user:CANARY@proxy:3128', MARK],
    ['http://user:CANARY@proxy:3128\r', CHARACTER],
    ['http://user:CANARY@proxy:3128\n', CHARACTER],
    [' http://user:CANARY@proxy:3128', CHARACTER],
    ['http://user:CAN ARY@proxy:3128', CHARACTER],
    ['http://user:CANÄRY@proxy:3128', CHARACTER],
    ['http://user:CANARY\u0000@proxy:3128', CHARACTER],
    ['http://user:CANARY/7@proxy:3128', FORM],
    ['http://user:77/CANARY@proxy:3128', PATH],
    ['http://proxy:3128/path', PATH],
    ['http://user:CANARY%@proxy:3128', PERCENT],
    ['http://user:CANARY%zz@proxy:3128', PERCENT],
    ['http://user:CANARY%ff@proxy:3128', PERCENT],
    ['http://user:CANARY%0d%0a@proxy:3128', CONTROL],
    ['http://us%3Aer:CANARY@proxy:3128', COLON],
    ['http://', FORM],
    ['http:///proxy:3128', FORM],
    ['//proxy:3128', FORM],
    ['http://:3128', FORM],
    [':3128', FORM],
    ['3128', FORM],
    ['http://3128', FORM],
    ['http://user:CANARY@:3128', FORM],
    ['http://proxy:0', FORM],
    ['http://proxy:65536', FORM],
    ['http://proxy:CANARY', FORM],
    ['http:proxy:3128', FORM],
    ['http:/proxy:3128', PATH],
    ['http//proxy:3128', PATH],
    ['"http://proxy:3128"', FORM],
    ["'http://proxy:3128'", FORM],
    ['<proxy>:3128', FORM],
    ['http://[2001:db8::1:3128', FORM],
    ['http://http://proxy:3128', PATH],
    ['http://"proxy":3128', FORM],
    ['http://pro*y:3128', FORM],
    ['http://{PROXY}:3128', FORM],
  ];
  for (const [written, fault] of bad) {
    it(`${JSON.stringify(written)} is a fault`, () => {
      for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
        const found = read({ [name]: written });
        expect(found.faults).to.deep.equal([`${name}: ${fault}`]);
        expect(found.https ?? found.http).to.equal(undefined);
      }
    });
  }

  it('is usable or a fault, and no fault quotes it, whatever was written', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('http://', '@', ':', '%', '#', '/', '[', ']', '3128', '\\'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const written = `SECRET${parts.join('')}SECRET`;
        const { https, faults } = read({ HTTPS_PROXY: written });
        expect(faults).to.have.length(https === undefined ? 1 : 0);
        expect(faults.join()).to.not.include('SECRET');
        if (https === undefined) return;
        const url = new URL(https);
        expect(url.hostname).to.not.equal('');
        expect(() => decodeURIComponent(url.username + url.password)).to.not.throw();
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the variables of outbound proxies', () => {
  it('count as not set when they are empty', () => {
    const nothing = { https: undefined, http: undefined, noProxy: '', faults: [], warnings: [] };
    expect(read({})).to.deep.equal(nothing);
    expect(read({ HTTPS_PROXY: '', http_proxy: '', NO_PROXY: '', ALL_PROXY: '' })).to.deep.equal(nothing);
  });

  it('in both spellings: lower case wins, with a warning when they differ', () => {
    const both = read({ https_proxy: 'lower:1', HTTPS_PROXY: 'upper:1', no_proxy: 'a', NO_PROXY: 'b' });
    expect(both).to.deep.include({ https: 'http://lower:1/', noProxy: 'a', faults: [] });
    expect(both.warnings).to.deep.equal([
      'https_proxy and HTTPS_PROXY are different: https_proxy is used, as by curl and Node.js',
      'no_proxy and NO_PROXY are different: no_proxy is used, as by curl and Node.js',
    ]);
    expect(read({ https_proxy: 'a:1', HTTPS_PROXY: 'a:1' }).warnings).to.deep.equal([]);
    expect(read({ https_proxy: '', HTTPS_PROXY: 'upper:1' })).to.deep.include({
      https: 'http://upper:1/',
      warnings: [],
    });
  });

  it('name a file for an address with a password; the variable beside it is a fault', () => {
    const folder = mkdtempSync(join(tmpdir(), 'domi-proxy-'));
    const file = join(folder, 'proxy');
    try {
      writeFileSync(file, 'http://user:CANARY@proxy:3128\n');
      expect(read({ HTTPS_PROXY_FILE: file })).to.deep.include({ https: 'http://user:CANARY@proxy:3128/' });
      expect(read({ HTTPS_PROXY_FILE: file, https_proxy: 'a:1' }).faults).to.deep.equal([
        'https_proxy: is set twice: set either https_proxy or HTTPS_PROXY_FILE',
      ]);
      writeFileSync(file, 'socks5://user:CANARY@proxy');
      expect(read({ HTTP_PROXY_FILE: file }).faults).to.deep.equal([`HTTP_PROXY_FILE: ${OTHER_KIND}`]);
      expect(read({ HTTP_PROXY_FILE: join(folder, 'none') }).faults[0]).to.match(
        /^HTTP_PROXY_FILE: .*ENOENT/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('of other programs are pointed out when they stand alone', () => {
    const hint = ['ALL_PROXY is not used: set HTTPS_PROXY for the calls to meeting services'];
    expect(read({ ALL_PROXY: 'socks5://CANARY' }).warnings).to.deep.equal(hint);
    expect(read({ all_proxy: 'CANARY' }).warnings).to.deep.equal(hint);
    expect(read({ all_proxy: 'CANARY', https_proxy: 'a:1' }).warnings).to.deep.equal([]);
  });

  it('are all validated at once', () => {
    expect(() =>
      loadOutboundProxies({ https_proxy: 'socks5://a', HTTP_PROXY: ':1', no_proxy: 'a\r' }),
    ).to.throw(
      `https_proxy: ${OTHER_KIND}\nHTTP_PROXY: ${FORM}\nno_proxy: contains a line end or another character that no host name has`,
    );
    const { https, http, noProxy } = loadOutboundProxies({ https_proxy: 'a:1', NO_PROXY: 'b' });
    expect([https?.href, http, noProxy]).to.deep.equal(['http://a:1/', undefined, 'b']);
  });
});

describe('NO_PROXY', () => {
  const good = [
    '*',
    'example.com',
    '.example.com, *.example.org',
    'example.com:8443 10.0.0.1',
    '10.0.0.0/8,fd00::/8',
    '::1,[::1],[2001:db8::1]:443',
    'localhost,,127.0.0.1,',
    'a_b.example.com\tc',
  ];
  for (const list of good) {
    it(`${JSON.stringify(list)} is taken as it is`, () => {
      expect(read({ NO_PROXY: list })).to.deep.include({ noProxy: list, faults: [], warnings: [] });
    });
  }

  for (const entry of [
    'https://example.com',
    'example.com/path',
    'user:CANARY@example.com',
    'ex*mple.com',
    '10.0.0.0/33',
  ]) {
    it(`${entry} matches nothing, which is a warning without the value`, () => {
      const { noProxy, faults, warnings } = read({ no_proxy: `a,${entry}` });
      expect({ noProxy, faults }).to.deep.equal({ noProxy: `a,${entry}`, faults: [] });
      expect(warnings).to.have.length(1);
      expect(warnings[0])
        .to.match(/^entry 2 of no_proxy matches nothing: /)
        .and.not.include('CANARY');
    });
  }
});
