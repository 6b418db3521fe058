import { expect } from 'chai';
import fc from 'fast-check';
import { compileRanges } from '../../src/networks/compile-ranges.ts';
import { parseAddress } from '../../src/networks/parse-address.ts';

const FORMS: Readonly<Record<string, readonly string[]>> = {
  '198.51.100.7': [
    '198.51.100.7',
    ' 198.51.100.7 ',
    '198.51.100.7:40312',
    '"198.51.100.7"',
    '"198.51.100.7:40312"',
    '198.51.100.7:_port',
    '[198.51.100.7]',
    '::ffff:198.51.100.7',
    '::FFFF:198.51.100.7',
    '::ffff:c633:6407',
    '0:0:0:0:0:ffff:c633:6407',
    '[::ffff:198.51.100.7]:443',
    '"[::ffff:c633:6407]:443"',
  ],
  '2001:db8::7': [
    '2001:db8::7',
    '2001:DB8:0:0:0:0:0:7',
    '2001:0db8::0007',
    '[2001:db8::7]',
    '[2001:db8::7]:443',
    '"[2001:db8::7]"',
    '"[2001:db8::7]:443"',
    '[2001:db8::7]:_x-y.z',
  ],
  'fe80::1': ['fe80::1%eth0', '[fe80::1%25eth0]:80'],
  '::1': ['::1', '[::1]:1'],
};

const NO_ADDRESSES = [
  '',
  ' ',
  'unknown',
  '_hidden',
  'localhost',
  'example.com:80',
  '1.2.3',
  '1.2.3.4.5',
  '01.2.3.4',
  '256.1.1.1',
  '0x7f.1',
  '1.2.3.4:',
  '1.2.3.4:123456',
  '1.2.3.4:80:80',
  '[2001:db8::7',
  '2001:db8::7]',
  '[]',
  '[]:80',
  '[2001:db8::7]443',
  '"1.2.3.4',
  '1.2.3.4"',
  'for=1.2.3.4',
  '1.2.3.4/8',
  '2001:db8:::7',
  '<script>',
  '1.2.3.4\u0000',
  `::1%${'e'.repeat(200)}`,
];

describe('addresses as proxies write them', () => {
  for (const [address, texts] of Object.entries(FORMS)) {
    it(`are ${address}: ${texts.join(' , ')}`, () => {
      for (const text of texts) expect(parseAddress(text), text).to.equal(address);
    });
  }

  it('are none where something else stands', () => {
    for (const text of NO_ADDRESSES) expect(parseAddress(text), text).to.equal(undefined);
  });

  it('are found in any form of any address, and no text is an error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(65_535), (address, port) => {
        const plain = parseAddress(address);
        expect(plain).to.be.a('string');
        expect(parseAddress(`"[${address}]:${port}"`)).to.equal(plain);
        expect(parseAddress(plain ?? '')).to.equal(plain);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void parseAddress(text)));
  });
});

describe('ranges of addresses', () => {
  it('hold the addresses in them, and no others', () => {
    const ranges = ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32', '::ffff:172.16.0.0/108', '::1/128'];
    const isIn = compileRanges(ranges);
    for (const address of [
      '10.0.0.0',
      '10.255.255.255',
      '192.0.2.1',
      '2001:db8:ffff::1',
      '172.31.0.1',
      '::1',
    ]) {
      expect(isIn(address), address).to.equal(true);
    }
    for (const address of ['11.0.0.0', '192.0.2.2', '2001:db9::1', '172.32.0.1', '::2', '', 'unknown']) {
      expect(isIn(address), address).to.equal(false);
    }
    expect(compileRanges([])('127.0.0.1')).to.equal(false);
  });

  it('are an error when they are none', () => {
    for (const text of [
      '',
      'loopback',
      '10.0.0.0/',
      '10.0.0.0/33',
      '10.0.0.0/-1',
      '10.0.0.0/8.5',
      '10.0.0.0/1e1',
      '10.0.0.0/8/8',
      '10.0.0.0/255.0.0.0',
      '::1/129',
      '[::1]',
      'fe80::1%eth0',
      '10.0.0.1:80',
    ]) {
      expect(() => compileRanges([text]), text).to.throw(TypeError);
    }
  });
});
