import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { parseSealKeys } from '../../src/sealing/seal-keys.ts';
import { createSealer } from '../../src/sealing/sealer.ts';
import { sealKeyOf } from '../helpers/seal-keys.ts';

const key = sealKeyOf;

describe('parseSealKeys', () => {
  it('reads a ring in its order', () => {
    expect(parseSealKeys(`new:${key(1)}, old:${key(2)}=`).map(({ id }) => id)).to.deep.equal(['new', 'old']);
  });

  for (const [what, text] of [
    ['an empty text', ''],
    ['a missing id', key(1)],
    ['a short key', `a:${Buffer.alloc(16).toString('base64url')}`],
    ['a long key', `a:${Buffer.alloc(33).toString('base64url')}`],
    ['a repeated id', `a:${key(1)},a:${key(2)}`],
    ['a trailing comma', `a:${key(1)},`],
    ['an id with a dot', `a.b:${key(1)}`],
    ['an id of 33 characters', `${'a'.repeat(33)}:${key(1)}`],
  ] as const) {
    it(`H4 refuses ${what} without printing it`, () => {
      expect(() => parseSealKeys(text))
        .to.throw(RangeError)
        .with.property('message')
        .that.does.not.include(key(1));
    });
  }
});

const bytesOf = (text: string): string => Buffer.alloc(32, text).toString('base64url');

describe('parseSealKeys, when a key can be guessed', () => {
  for (const [what, secret] of [
    ['all bytes are zero', bytesOf('\0')],
    ['all bytes are equal', bytesOf('a')],
    ['a word repeats', bytesOf('changeme')],
    ['seven bytes repeat', bytesOf('1234567')],
  ] as const) {
    it(`since ${what}, refuses it by its position`, () => {
      expect(() => parseSealKeys(`a:${key(1)},b:${secret}`))
        .to.throw(RangeError, 'entry 2 can be guessed, since its bytes repeat: use 32 random bytes')
        .with.property('message')
        .that.does.not.include(secret);
    });
  }

  it('H4 since two ids have one key, refuses it, in either spelling', () => {
    for (const text of [`a:${key(1)},b:${key(1)}`, `a:${key(1)}=,b:${key(1)}`])
      expect(() => parseSealKeys(text)).to.throw(
        RangeError,
        'entries 1 and 2 have the same key: a rotation needs a new one',
      );
  });

  it('takes any random key', () => {
    for (let count = 0; count < 2000; count += 1)
      expect(parseSealKeys(`a:${randomBytes(32).toString('base64url')}`)).to.have.length(1);
  });
});

describe('parseSealKeys, when an entry is wrong', () => {
  it('names it by its position', () => {
    expect(() => parseSealKeys(`a:${key(1)},b`)).to.throw(
      RangeError,
      'entry 2 is not kid:base64url-of-32-bytes',
    );
  });
});

describe('sealer', () => {
  const sealer = createSealer(parseSealKeys(`k1:${key(1)}`));

  it('opens what it sealed, in the same context only', () => {
    const sealed = sealer.seal(['flow', 'acme', 'name'], 'secret ü');
    expect(sealed)
      .to.match(/^v1\.k1\.[A-Za-z0-9_-]+$/)
      .and.not.include('secret');
    expect(sealer.open(['flow', 'acme', 'name'], sealed)).to.equal('secret ü');
    expect(sealer.open(['flow', 'other', 'name'], sealed)).to.equal(undefined);
    expect(sealer.open(['code', 'acme', 'name'], sealed)).to.equal(undefined);
    expect(sealer.open(['flow', 'acmename'], sealed)).to.equal(undefined);
    expect(sealer.open(['flow', 'acme","name'], sealed)).to.equal(undefined);
  });

  it('opens what a replica of an earlier version sealed', () => {
    const sealed = 'v1.k1.w--bK6CikhFVVRi-DNj_UJ2u9aaMs8W2zODfdvMCvty12Om1jw';
    expect(createSealer([{ id: 'k1', secret: Buffer.alloc(32, 1) }]).open(['flow', 'acme'], sealed)).to.equal(
      'secret ü',
    );
  });

  it('opens nothing under the id of another key, though both ids have the same secret', () => {
    const both = createSealer(['k1', 'k2'].flatMap((id) => parseSealKeys(`${id}:${key(1)}`)));
    const sealed = both.seal(['flow'], 'x');
    expect(both.open(['flow'], sealed.replace('v1.k1.', 'v1.k2.'))).to.equal(undefined);
  });

  it('keeps an empty text, and texts longer than a block', () => {
    for (const text of ['', 'ü'.repeat(5000)]) {
      expect(sealer.open(['flow'], sealer.seal(['flow'], text))).to.equal(text);
    }
  });

  it('seals differently every time', () => {
    const all = new Set(Array.from({ length: 100 }, () => sealer.seal(['flow'], 'x')));
    expect(all.size).to.equal(100);
  });

  it('opens with every key of the ring and seals with the first', () => {
    const old = sealer.seal(['flow'], 'x');
    const rotated = createSealer(parseSealKeys(`k2:${key(2)},k1:${key(1)}`));
    expect(rotated.open(['flow'], old)).to.equal('x');
    expect(rotated.seal(['flow'], 'x')).to.match(/^v1\.k2\./);
    expect(createSealer(parseSealKeys(`k2:${key(2)}`)).open(['flow'], old)).to.equal(undefined);
    expect(createSealer(parseSealKeys(`k1:${key(2)}`)).open(['flow'], old)).to.equal(undefined);
  });

  it('A11 refuses every change: each character replaced, each prefix, each extension', () => {
    const sealed = sealer.seal(['flow'], 'some plaintext');
    const variants = [...sealed].flatMap((character, index) => {
      const other = character === 'A' ? 'B' : 'A';
      return [sealed.slice(0, index), sealed.slice(0, index) + other + sealed.slice(index + 1)];
    });
    // Every value of the last character: base64url has spare bits there.
    const last = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
    const tails = last.map((character) => sealed.slice(0, -1) + character).filter((text) => text !== sealed);
    for (const variant of [...variants, ...tails, `${sealed}A`, `${sealed}=`, ` ${sealed}`, `${sealed}\n`]) {
      expect(sealer.open(['flow'], variant), variant).to.equal(undefined);
    }
  });
});
