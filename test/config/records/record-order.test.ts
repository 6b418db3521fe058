import { expect } from 'chai';
import { validateConfig } from '../../../src/config/load-config.ts';
import { TEST_ENVIRONMENT } from '../../helpers/create-test-service.ts';
import { createMemoryDisk, validateText } from '../../helpers/validate-text.ts';

/** JavaScript lists such names first, in the order of their numbers; of two tenants at one address, the first serves. */
describe('a tenant', () => {
  for (const [what, first, second, text] of [
    ['in quotes', '20', '3', 'tenants:\n  "20": RECORD\n  "3": RECORD\n'],
    ['as numbers', '20', '3', 'tenants:\n  20: RECORD\n  3: RECORD\n'],
    ['as numbers of another notation', '20', '3', 'tenants:\n  0x14: RECORD\n  0o3: RECORD\n'],
    ['in flow style', '20', '3', 'tenants: { "20": RECORD, "3": RECORD }'],
    ['in JSON', '20', '3', '{"providers": {}, "tenants": {"20": RECORD, "3": RECORD}}'],
    ['behind a name', 'acme', '3', 'tenants:\n  acme: RECORD\n  3: RECORD\n'],
    ['with a zero before it', '03', '3', 'tenants:\n  "03": RECORD\n  "3": RECORD\n'],
  ] as const) {
    it(`with a number as id, ${what}, comes where it stands in the file: ${first} before ${second}`, () => {
      const record = '{"publicUrl": "https://d.example.com", "providers": {"zoom": {}}}';
      const plan = validateText(text.replaceAll('RECORD', record));
      expect(plan.tenants.map(({ id }) => id)).to.deep.equal([first]);
      expect(plan.rejected.tenants.map(({ id }) => id)).to.deep.equal([second]);
    });
  }

  it('with a number as id comes where it stands also when another one has lost a field, and across files', () => {
    const text = `tenants:
  20: { publicUrl: https://d.example.com, colour: red }
  10: {}
  3: { publicUrl: https://d.example.com, providers: { zoom: {} } }
  good: { publicUrl: https://d.example.com/good, providers: { zoom: {} } }
`;
    const plan = validateText(text);
    expect(plan.tenants.map(({ id }) => id)).to.deep.equal(['good']);
    expect(plan.misconfigured.map(({ id }) => id)).to.deep.equal(['20']);
    const files = {
      '/c/1.json': '{"tenants": {"7": {"publicUrl": "https://a.example.com"}}}',
      '/c/2.json':
        '{"tenants": {"9": {"publicUrl": "https://b.example.com"}, "5": {"publicUrl": "https://a.example.com"}}}',
    };
    const both = validateConfig(
      { ...TEST_ENVIRONMENT, DOMI_CONFIG: '/c' },
      { disk: createMemoryDisk(files) },
    );
    expect(both.tenants.map(({ id }) => id)).to.deep.equal(['7', '9']);
  });
});
