import { expect } from 'chai';
import { createDerivation } from '../../src/sealing/derivation.ts';
import { createFingerprint } from '../../src/sealing/fingerprint.ts';
import { parseSealKeys } from '../../src/sealing/seal-keys.ts';
import { createSealer } from '../../src/sealing/sealer.ts';
import { sealKeyOf } from '../helpers/seal-keys.ts';

const key = sealKeyOf;
const ring = (text: string) => createFingerprint(parseSealKeys(text));

describe('a derivation', () => {
  const derivation = createDerivation({ id: 'k1', secret: Buffer.alloc(32, 1) });

  it('a key and a context, when a replica of another version derives from them, give the same value', () => {
    // SHA-512/256 of 00000001, the key as base64url and ["purpose","acme"], computed with another library.
    const expected = 'k4V7kTTXtbTpOLqcmlLKFE-pEQ8YtC5FnVekNSKv008';
    expect(derivation.text(['purpose', 'acme'])).to.equal(expected);
    expect(derivation.bytes(['purpose', 'acme']).toString('base64url')).to.equal(expected);
    expect(derivation.bytes(['purpose', 'acme'])).to.have.length(32);
  });

  it('contexts, when their parts are cut differently, give different values', () => {
    const texts = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', ''], ['ab","c']].map((parts) =>
      derivation.text(parts as [string, ...string[]]),
    );
    expect(new Set(texts).size).to.equal(texts.length);
  });
});

describe('a fingerprint', () => {
  const fingerprint = ring(`k1:${key(1)}`);

  it('a secret, when replicas share a key, has the same fingerprint on each, which does not reveal it', () => {
    const [first, ...others] = fingerprint(['acme', 'zoom'], 'a-refresh-token');
    expect(others).to.deep.equal([]);
    expect(first)
      .to.match(/^[A-Za-z0-9_-]{2}\.[A-Za-z0-9_-]{43}$/)
      .and.not.include('token');
    expect(ring(`other:${key(1)}`)(['acme', 'zoom'], 'a-refresh-token')).to.deep.equal([first]);
  });

  it('a secret, when key, context or secret differ, has another fingerprint', () => {
    const all = [
      fingerprint(['acme', 'zoom'], 'RT'),
      fingerprint(['acme', 'webex'], 'RT'),
      fingerprint(['other', 'zoom'], 'RT'),
      fingerprint(['acme', 'zoom'], 'RT2'),
      fingerprint(['acme'], 'zoom'),
      ring(`k1:${key(2)}`)(['acme', 'zoom'], 'RT'),
    ];
    expect(new Set(all.map(([first]) => first)).size).to.equal(all.length);
  });

  it('a secret, when keys are rotated, has one fingerprint for each key, in the order of the ring', () => {
    const [old] = fingerprint(['acme'], 'RT');
    const [next] = ring(`k2:${key(2)}`)(['acme'], 'RT');
    expect(ring(`k2:${key(2)},k1:${key(1)}`)(['acme'], 'RT')).to.deep.equal([next, old]);
    expect(ring(`k1:${key(1)},k2:${key(2)}`)(['acme'], 'RT')).to.deep.equal([old, next]);
  });

  it('all fingerprints of a secret, whatever the keys, begin with one shard; other secrets spread', () => {
    const [shard] = fingerprint(['acme'], 'RT').map((name) => name.slice(0, 3));
    for (const name of ring(`k2:${key(2)},k3:${key(3)}`)(['acme'], 'RT'))
      expect(name.slice(0, 3)).to.equal(shard);
    const shards = Array.from({ length: 200 }, (_, index) =>
      fingerprint(['acme'], `RT${index}`)[0].slice(0, 2),
    );
    expect(new Set(shards).size).to.be.above(150);
  });

  it('a fingerprint, which others may see, is not the key that seals in the same context', () => {
    const keys = parseSealKeys(`k1:${key(1)}`);
    const sealed = createSealer(keys).seal(['acme', 'RT'], 'plain');
    const [name] = createFingerprint(keys)(['acme'], 'RT');
    const stolen = createSealer([{ id: 'k1', secret: Buffer.from(name.slice(3), 'base64url') }]);
    expect(stolen.open(['acme', 'RT'], sealed)).to.equal(undefined);
    const [derived] = keys.map((sealKey) => createDerivation(sealKey).text(['domi seal', 'acme', 'RT']));
    expect(name.slice(3)).to.not.equal(derived);
    expect(name.slice(3)).to.have.length(43);
  });

  it('a ring, when it is empty, is refused', () => {
    expect(() => createFingerprint([])).to.throw(RangeError);
    expect(() => createSealer([])).to.throw(RangeError);
  });
});
