import { expect } from 'chai';
import { isPublicAddress } from '../../src/networks/is-public-address.ts';

const PUBLIC = [
  '93.184.215.14',
  '8.8.8.8',
  '172.15.255.255',
  '172.32.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '192.167.255.255',
  '2606:2800:220:1::1',
  '2a00:1450:4001::1',
  '::ffff:8.8.8.8',
  '64:ff9b::808:808',
  '2002:808:808::1',
];

const NOT_PUBLIC = [
  ['loopback', ['127.0.0.1', '127.255.255.254', '::1']],
  ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1']],
  ['link-local, with the metadata of clouds', ['169.254.169.254', 'fe80::1', 'fe80::1%eth0']],
  ['unique-local', ['fc00::1', 'fd00:ec2::254']],
  ['site-local', ['fec0::1']],
  ['unspecified', ['0.0.0.0', '0.1.2.3', '::']],
  ['shared by carriers', ['100.64.0.1', '100.127.255.255']],
  ['multicast and broadcast', ['224.0.0.1', '239.255.255.250', '255.255.255.255', 'ff02::1']],
  ['for tests and documentation', ['192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '2001:db8::1']],
  ['reserved', ['240.0.0.1', '192.0.0.8', '4000::1', '100::1']],
  ['IPv4, mapped', ['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '::ffff:100.64.0.1']],
  ['IPv4, compatible', ['::127.0.0.1', '::a00:1']],
  ['IPv4, translated by NAT64', ['64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b::10.0.0.1']],
  ['IPv4, translated in a local network', ['64:ff9b:1::808:808', '64:ff9b:1:a00::1']],
  ['IPv4, translated without state', ['::ffff:0:808:808']],
  ['IPv4 in 6to4', ['2002:7f00:1::1', '2002:a00:1::1', '2002:a9fe:a9fe::']],
  ['a Teredo tunnel', ['2001::1']],
  ['not an address', ['', 'localhost', '[::1]']],
] as const;

describe('an address of the public Internet', () => {
  for (const address of PUBLIC) {
    it(`is ${address}`, () => expect(isPublicAddress(address)).to.equal(true));
  }
  for (const [what, addresses] of NOT_PUBLIC) {
    for (const address of addresses) {
      it(`is not ${address}: ${what}`, () => expect(isPublicAddress(address)).to.equal(false));
    }
  }
});
