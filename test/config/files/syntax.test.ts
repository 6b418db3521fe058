import { expect } from 'chai';
import { type FaultRow, listFaults } from '../../helpers/validate-text.ts';

/** What is wrong before a field is looked at. */
const ROWS: readonly FaultRow[] = [
  [
    'an open list',
    'providers: [',
    ['p.yaml:1:13: not well-formed: unexpected end of the stream within a flow collection'],
  ],
  [
    'an open quote',
    `providers:
  zoom: { label: 'x
`,
    ['p.yaml:3:1: not well-formed: deficient indentation'],
  ],
  [
    'a wrong indentation',
    `providers:
  zoom:
   label: a
  label: b: c
`,
    ['p.yaml:4:11: not well-formed: bad indentation of a mapping entry'],
  ],
  [
    'a name that stands twice',
    `providers:
  zoom: {}
  zoom: {}
`,
    ['p.yaml:3:3: this name is repeated: keep one of the two'],
  ],
  [
    'two names that stand twice',
    `providers:
  zoom:
    label: A
    label: B
    pkce: none
    pkce: none
`,
    [
      'p.yaml:4:5: this name is repeated: keep one of the two',
      'p.yaml:6:5: this name is repeated: keep one of the two',
    ],
  ],
  [
    'a name that stands twice, and another fault',
    `providers:
  zoom:
    label: A
    label: B
    pkce: plain
`,
    [
      'p.yaml:4:5: this name is repeated: keep one of the two',
      'p.yaml:5:11: providers.zoom.pkce must be one of S256, none',
    ],
  ],
  [
    'a name that stands twice in JSON',
    '{ "providers": { "zoom": { "label": "a", "label": "b" } } }',
    ['p.yaml:1:42: this name is repeated: keep one of the two'],
  ],
  [
    'the same name in two records, one of them twice',
    `providers:
  zoom: { label: A }
  zoom: { label: B }
  webex: { label: C }
`,
    ['p.yaml:3:3: this name is repeated: keep one of the two'],
  ],
  [
    'an alias',
    'providers: { zoom: &a {}, webex: *a }',
    ['p.yaml:1:35: YAML aliases (*name) are not supported: write the value out'],
  ],
  [
    'an alias of itself',
    'providers: &a [*a]',
    ['p.yaml:1:17: YAML aliases (*name) are not supported: write the value out'],
  ],
  [
    'a tab',
    `providers:
	zoom: {}
`,
    ['p.yaml:2:1: a tab is not allowed in the indentation: use spaces'],
  ],
  [
    'a tag',
    `providers:
  zoom: !CANARY x
`,
    ['p.yaml:2:9: YAML tags (!name) are not supported: put the text in quotes'],
  ],
  [
    'a binary',
    `providers:
  zoom: !!binary aGk=
`,
    ['p.yaml:2:9: YAML tags (!name) are not supported: put the text in quotes'],
  ],
  [
    'two documents',
    `providers: {}
---
providers: {}
`,
    ['p.yaml:1:1: the file contains several YAML documents (---): keep one'],
  ],
  ['a list', '- 1', ['p.yaml:1:1: the file must be a mapping (name: value)']],
  ['a text', 'CANARY', ['p.yaml:1:1: the file must be a mapping (name: value)']],
  ['a number', '42', ['p.yaml:1:1: the file must be a mapping (name: value)']],
  [
    'a nesting bomb',
    'providers: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]',
    ['p.yaml:1:27: nested more than 16 levels deep'],
  ],
  [
    'an open nesting bomb',
    '{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{',
    ['p.yaml:1:16: nested more than 16 levels deep'],
  ],
  [
    'a name that is a list',
    `providers:
  ? [a]
  : {}
`,
    ['p.yaml:1:1: a name must be plain text'],
  ],
  [
    'a control character',
    `providers:
  zoom: { label: "a\u0007" }
`,
    ['p.yaml:2:20: not well-formed: expected valid JSON character'],
  ],
];

describe('the form of a provider file', () => {
  for (const [what, text, faults] of ROWS) {
    it(`${what}, when validated, is reported as ${faults.join(' and ')}`, () => {
      expect(listFaults(text)).to.deep.equal(faults);
    });
  }

  it('a byte order mark, when it comes first, is no fault', () => {
    expect(listFaults('\ufeffproviders: {}\n')).to.deep.equal([]);
  });

  for (const text of ['', '# nothing\n', '---\n', 'null\n', '{}', '\ufeff']) {
    it(`${JSON.stringify(text)}, when it is all there is, is a file without records`, () => {
      expect(listFaults(text)).to.deep.equal([]);
    });
  }

  it('another encoding, when the file has it, is reported with the first wrong character', () => {
    expect(
      listFaults(Buffer.from('providers:\r\n  zoom:\r\n    label: CANARY\u00fc\r\n', 'latin1')),
    ).to.deep.equal(['p.yaml:3:18: the file is not UTF-8: save it with that encoding']);
    expect(listFaults(Buffer.from('\ufeffproviders: {}', 'utf16le'))).to.deep.equal([
      'p.yaml:1:1: the file is not UTF-8: save it with that encoding',
    ]);
  });

  it('a file, when it is too large, is not even read', () => {
    const text = `# ${'x'.repeat(16 * 1024 * 1024)}\nproviders: [`;
    expect(listFaults(text)).to.deep.equal([
      'p.yaml:1:1: the file is larger than 16 MiB: split it into several files of a folder',
    ]);
  });

  it('lines, when they end in any of the three ways, are counted alike', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['providers:', '  zoom:', '    label: A', '    pkce: plain', ''].join(end);
      expect(listFaults(text)).to.deep.equal(['p.yaml:4:11: providers.zoom.pkce must be one of S256, none']);
    }
  });
});
