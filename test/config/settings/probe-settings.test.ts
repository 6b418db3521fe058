import { expect } from 'chai';
import { loadConfig } from '../../../src/config/load-config.ts';
import { ConfigError } from '../../../src/config/report/config-error.ts';

const read = (text: string): number => loadConfig({ DOMI_PROBE_SECONDS: text }).probeSeconds;

describe('the time between two probes of client credentials', () => {
  it('when nothing is set, is an hour', () => {
    expect(loadConfig({}).probeSeconds).to.equal(3600);
  });

  for (const seconds of [0, 60, 86_400]) {
    it(`of ${seconds} s is sound`, () => {
      expect(read(`${seconds}`)).to.equal(seconds);
    });
  }

  for (const text of ['1', '59', '86401', '-1', '1h', 'off']) {
    it(`of ${text} is reported as a fault`, () => {
      expect(() => read(text)).to.throw(
        ConfigError,
        'DOMI_PROBE_SECONDS: must be 0 (off), or a whole number from 60 to 86400',
      );
    });
  }
});
