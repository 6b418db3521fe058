import { expect } from 'chai';
import { createKeyRing } from '../../src/sealing/key-ring.ts';
import { createRandomSealKey } from '../../src/sealing/seal-keys.ts';

describe('the key ring', () => {
  const [old, next] = [
    { ...createRandomSealKey(), id: 'old' },
    { ...createRandomSealKey(), id: 'next' },
  ];

  it('what holds the sealer and the fingerprint, when keys are replaced, uses the new ones', () => {
    const ring = createKeyRing([old]);
    const { sealer, fingerprint } = ring;
    const sealed = sealer.seal(['flow'], 'plain');
    const [name] = fingerprint(['acme'], 'RT');

    ring.replace([next, old]);
    expect(sealer.seal(['flow'], 'plain')).to.match(/^v1\.next\./);
    expect(sealer.open(['flow'], sealed), 'the old key is still listed').to.equal('plain');
    expect(fingerprint(['acme'], 'RT'))
      .to.have.length(2)
      .and.to.include(name);

    ring.replace([next]);
    expect(sealer.open(['flow'], sealed), 'the old key is gone').to.equal(undefined);
    expect(fingerprint(['acme'], 'RT'))
      .to.have.length(1)
      .and.to.not.include(name);
  });

  it('a digest, when key, context or text differ, is another one, and follows a new key', () => {
    const ring = createKeyRing([old]);
    const { digest } = ring;
    const known = digest(['limit'], '192.0.2.1');
    expect(known).to.match(/^[A-Za-z0-9_-]{43}$/);
    expect(createKeyRing([old, next]).digest(['limit'], '192.0.2.1')).to.equal(known);
    expect(digest(['limit'], '192.0.2.2')).to.not.equal(known);
    expect(digest(['other'], '192.0.2.1')).to.not.equal(known);
    ring.replace([next, old]);
    expect(digest(['limit'], '192.0.2.1')).to.not.equal(known);
  });

  it('random keys, when two processes make one each, differ', () => {
    const [a, b] = [createRandomSealKey(), createRandomSealKey()];
    expect(a.secret).to.have.length(32);
    expect(a.secret.equals(b.secret)).to.equal(false);
  });
});
