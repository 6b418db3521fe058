import { expect } from 'chai';
import { createTextRing, type RingPlace } from '../../src/refresh/text-ring.ts';

describe('text ring', () => {
  it('gives every text again, as long as nothing needed its place', () => {
    const ring = createTextRing(100);
    const texts = ['a', 'bc', '', 'v1.kid.AAAA-_'];
    const places = texts.map((text) => ring.write(text) as RingPlace);
    expect(places.map((place) => ring.read(place))).to.deep.equal(texts);
  });

  it('takes the place of the oldest, and says of it that it is gone', () => {
    const ring = createTextRing(10);
    const [first, second, third] = ['11111', '22222', '333'].map((text) => ring.write(text) as RingPlace);
    expect(ring.read(first as RingPlace)).to.equal(undefined);
    expect(ring.read(second as RingPlace)).to.equal('22222');
    expect(ring.read(third as RingPlace)).to.equal('333');
  });

  it('puts no text over the edge: the rest of the round stays empty', () => {
    const ring = createTextRing(10);
    const [first, second, third] = ['1111', '2222', '33333'].map((text) => ring.write(text) as RingPlace);
    expect([first, second, third].map((place) => ring.read(place as RingPlace))).to.deep.equal([
      undefined,
      undefined,
      '33333',
    ]);
  });

  it('holds a text that fills it, and refuses one that does not fit, which costs no other', () => {
    const ring = createTextRing(10);
    const place = ring.write('1234567890') as RingPlace;
    expect(ring.write('12345678901')).to.equal(undefined);
    expect(ring.read(place)).to.equal('1234567890');
  });

  it('gives each text or nothing, and the last ones always, when thousands of all lengths follow each other', () => {
    const [octets, longest] = [1000, 300];
    const ring = createTextRing(octets);
    const newestFirst: { text: string; place: RingPlace }[] = [];
    for (let count = 0; count < 5000; count += 1) {
      const text = String(count).padEnd((count * 37) % longest, String(count % 10));
      newestFirst.unshift({ text, place: ring.write(text) as RingPlace });
      let sum = 0;
      for (const { text: expected, place } of newestFirst.slice(0, 20)) {
        sum += expected.length;
        // At the edge less than the longest text may be left empty.
        const mayBeGone = sum + longest > octets;
        expect(ring.read(place)).to.be.oneOf(mayBeGone ? [expected, undefined] : [expected]);
      }
    }
  });
});
