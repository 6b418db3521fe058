import { expect } from 'chai';
import { OLD_SETTINGS } from '../../../src/config/settings/old-settings.ts';
import { listFaults } from '../../helpers/validate-text.ts';

const VARIABLE = (name: string): string =>
  `${name} is a variable of the environment, not a field of this file; "domi migrate" prints what a folder of DOMI 1.x says as variables`;

describe('a provider file with keys of DOMI 1.x', () => {
  it('when all of them are there, is reported with each at its place: a variable, or gone and why', () => {
    const names = Object.keys(OLD_SETTINGS);
    const text = names.map((name) => `${name}: CANARY\n`).join('');
    const faults = listFaults(text);
    expect(faults.map((fault) => fault.split(':')[1])).to.deep.equal(
      names.map((_, index) => String(index + 1)),
    );
    expect(faults.join('\n')).to.not.include('CANARY').and.not.include('no field');
    expect(faults[0]).to.equal(`p.yaml:1:1: ${VARIABLE('OAUTH_HOSTNAME')}`);
    expect(faults.find((fault) => fault.includes('CORS'))).to.match(
      /: CORS is a setting of DOMI 1\.x that is gone: no script of another site needs this service$/,
    );
  });

  for (const [what, text, faults] of [
    [
      'beside sections that are right',
      '{ "METRICSPORT": 9443, "providers": { "zoom": { "label": "Z" } } }',
      [`p.yaml:1:3: ${VARIABLE('METRICSPORT')}`],
    ],
    [
      'as fields of a record',
      'providers: { zoom: { PORT: 1 } }',
      ['p.yaml:1:22: providers.zoom has no field "PORT"; it has the fields of docs/provider-file.md'],
    ],
    [
      'as names of an object',
      '__proto__: 1\nconstructor: 1\n',
      ['__proto__', 'constructor'].map(
        (name, index) =>
          `p.yaml:${index + 1}:1: the file has no field "${name}"; it has providers, tenants, defaults`,
      ),
    ],
    [
      'in another case',
      'port: 1',
      ['p.yaml:1:1: the file has no field "port"; it has providers, tenants, defaults'],
    ],
  ] as const) {
    it(`when they stand ${what}, is reported in these words`, () => {
      expect(listFaults(text)).to.deep.equal(faults);
    });
  }
});
