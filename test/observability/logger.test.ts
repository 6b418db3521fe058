import { expect } from 'chai';
import { describeError } from '../../src/observability/logger.ts';

describe('describeError', () => {
  it('tells name, code and place, and never the message', () => {
    const error = Object.assign(new TypeError('CANARY\n    at CANARY'), {
      code: 'E_TEST',
      options: { form: 'CANARY2' },
    });
    const described = describeError(error);
    expect(described).to.include({ name: 'TypeError', code: 'E_TEST' });
    expect(described.stack[0]).to.match(/^ {4}at /);
    expect(JSON.stringify(described)).to.not.include('CANARY2');
  });

  it('takes anything that can be thrown', () => {
    expect(describeError('CANARY')).to.deep.equal({ name: 'string', stack: [] });
    expect(describeError(undefined)).to.deep.equal({ name: 'undefined', stack: [] });
  });
});
