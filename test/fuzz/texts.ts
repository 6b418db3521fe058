import fc from 'fast-check';

/** Signs that end, open or escape something in some grammar. */
export const SIGNS = [
  ...' \t\r\n,;:=&%+?#/\\"\'`<>()[]{}|.-_*@!$^~0a',
  '\0',
  '\u00a0',
  '\ufeff',
  '\u2028',
  'ä',
  '🎥',
  '\ud800',
  '\u202e',
  '%00',
  '%E0%A4%A',
  '__proto__',
  'constructor',
];

export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...SIGNS), { maxLength: 30 }).map((signs) => signs.join('')),
);

/** Pieces of a grammar in any order, with a sign or a text between them. */
export function textOf(...pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...pieces) },
    { weight: 2, arbitrary: fc.constantFrom(...SIGNS) },
    { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
  );
  return fc.oneof(
    { weight: 4, arbitrary: fc.array(piece, { maxLength: 14 }).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: anyText },
  );
}

/** A sound text with a few characters cut out, doubled or replaced: what lies just beside the grammar. */
export function near(sound: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edit = fc.record({ at: fc.nat(), cut: fc.nat(4), put: fc.constantFrom('', ...SIGNS) });
  return fc.tuple(sound, fc.array(edit, { maxLength: 3 })).map(([text, edits]) =>
    edits.reduce((before, { at, cut, put }) => {
      const from = at % (before.length + 1);
      return before.slice(0, from) + put + before.slice(from + cut);
    }, text),
  );
}

export const option = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

/** JSON with these members, of any type, beside others. */
export function jsonWith(...names: readonly string[]): fc.Arbitrary<string> {
  const value = fc.oneof(fc.jsonValue(), fc.string(), fc.integer(), fc.double(), fc.constant(null));
  const members = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 })), value, {
    maxKeys: 8,
  });
  return near(members.map((object) => JSON.stringify(object)));
}
