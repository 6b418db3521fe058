import nock from 'nock';
import { type Lookup, lookUpAddresses } from '../../src/connections/resolver.ts';

/** Never connected to: nock answers in its place. */
const PUBLIC_ADDRESS = '93.184.215.14';

/** No name server is asked: while a test scripts answers, every name has an address, else only those of this machine. */
export const lookUpForTests: Lookup = async (hostname) => {
  if (hostname === 'localhost') return lookUpAddresses(hostname);
  if (nock.isActive()) return [PUBLIC_ADDRESS];
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
};
