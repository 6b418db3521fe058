import { Ajv } from 'ajv';
import { expect } from 'chai';
import { parse } from 'yaml';
import { buildValuesSchema } from '../../scripts/chart/build-values-schema.ts';
import { compareKeys } from '../../scripts/chart/compare-keys.ts';
import { putValuesTable } from '../../scripts/chart/put-values-table.ts';
import { readValues } from '../../scripts/chart/read-values.ts';

const VALUES = `
# color of the door.
# schema: {enum: [red, blue]}
color: red

# door is what people walk through.
door:
  # height in metres,
  # from sill to lintel.
  # schema: {type: number}
  height: 2
  # locks of the door.
  # schema: {items: {type: string}}
  locks: []
`;

describe('what is generated from values.yaml', () => {
  it('a value, as the chart documents it, then accepted; a misspelt or wrong one, then refused', () => {
    const validate = new Ajv({ strict: false }).compile(buildValuesSchema(readValues(VALUES)));
    expect(validate(parse(VALUES))).to.equal(true);
    expect(validate({ color: 'blue', door: { height: 2.1, locks: ['a'] } })).to.equal(true);
    for (const wrong of [
      { colour: 'red' },
      { color: 'green' },
      { door: { hight: 2 } },
      { door: { locks: [1] } },
    ]) {
      expect(validate(wrong), JSON.stringify(wrong)).to.equal(false);
    }
  });

  it('the table, between its marks, then a row for every key with its default', () => {
    const readme = putValuesTable(
      'before\n<!-- values -->\nold\n<!-- /values -->\nafter\n',
      readValues(VALUES),
    );
    expect(readme).to.not.include('old');
    expect(readme).to.include('| `color` | `"red"` | of the door. |');
    expect(readme).to.include('**door** is what people walk through.');
    expect(readme).to.include('| `door.height` | `2` | in metres, from sill to lintel. |');
    expect(readme).to.match(/^before\n[\s\S]*\nafter\n$/);
  });

  it('a key without a comment, or with one about something else, when read, then every one of them is reported', () => {
    const text = 'a: 1\n\n# other words.\nb: 2\n\n# c is fine.\nc:\n  # d is fine.\n  d: 1\n  e: 2\n';
    expect(() => readValues(text)).to.throw(
      /a needs a comment[\s\S]*b needs a comment[\s\S]*c\.e needs a comment/,
    );
  });

  it('a free map or list without a schema line, when the schema is built, then refused', () => {
    for (const text of ['# a is free.\na: {}\n', '# a is free.\na: []\n']) {
      expect(() => buildValuesSchema(readValues(text))).to.throw(/a needs a schema line/);
    }
  });

  it('keys of values and templates, when they differ, then both sides are reported', () => {
    const keys = readValues(VALUES);
    const text =
      '{{ .Values.color }} {{ with .Values.door }}{{ .height }}{{ end }} {{ .Values.door.handle }}';
    expect(compareKeys(keys, [{ name: 'x.yaml', text }])).to.deep.equal([
      'x.yaml uses .Values.door.handle, which values.yaml does not have',
      'values.yaml has door.locks, which no template uses',
    ]);
  });

  it('keys of values and templates, when all are used, then silence', () => {
    const text = '{{ .Values.color }} {{ range .Values.door.locks }}{{ end }} {{ .Values.door.height }}';
    expect(compareKeys(readValues(VALUES), [{ name: 'x.yaml', text }])).to.deep.equal([]);
  });
});
