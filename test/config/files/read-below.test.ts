import { expect } from 'chai';
import type { LocatedFile } from '../../../src/config/files/disk.ts';
import { readBelow, skipVersions } from '../../../src/config/files/read-below.ts';

const ASKED = { file: '/s/acme/token', below: { path: '/s/acme', leadsTo: '/s/acme' } };

/** A disk on which the kubelet swaps the volume after some of the calls. */
function createSwappingDisk(swapAfter: readonly number[], failAt: readonly number[] = []) {
  let calls = 0;
  let version = 1;
  const count = <T>(answer: () => T): T => {
    calls += 1;
    if (failAt.includes(calls)) throw Object.assign(new Error(), { code: 'ENOENT' });
    const result = answer();
    if (swapAfter.includes(calls)) version += 1;
    return result;
  };
  return {
    locate: () => count(() => `/s/..${version}/acme`),
    readOrdinary: () =>
      count(
        (): LocatedFile => ({
          content: Buffer.from(`token-${version}`),
          location: `/s/..${version}/acme/token`,
        }),
      ),
  };
}

describe('a file that must be in a folder', () => {
  for (const [what, swapAfter, failAt, content] of [
    ['at rest', [], [], 'token-1'],
    ['swapped between file and folder', [1], [], 'token-2'],
    ['taken away while it was opened', [], [1], 'token-1'],
    ['whose folder was taken away after it was read', [], [2], 'token-1'],
  ] as const) {
    it(`${what}, is read`, () => {
      const found = readBelow(ASKED, 100, createSwappingDisk(swapAfter, failAt));
      expect([found.content.toString(), found.isOutside]).to.deep.equal([content, false]);
    });
  }

  it('that does not come to rest, is looked at twice and not a third time', () => {
    expect(readBelow(ASKED, 100, createSwappingDisk([1, 3])).isOutside).to.equal(true);
    expect(() => readBelow(ASKED, 100, createSwappingDisk([], [1, 2]))).to.throw();
  });

  it('is in the same one in each version of a volume', () => {
    expect(skipVersions('/s/..2026_11_27.1/acme')).to.equal('/s/acme');
    expect(skipVersions('/s/..data/globex/..x')).to.equal('/s/globex');
    expect(skipVersions('/s/.hidden/acme')).to.equal('/s/.hidden/acme');
  });
});
