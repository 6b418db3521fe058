import { expect } from 'chai';
import { loadConfig } from '../../../src/config/load-config.ts';
import { ConfigError } from '../../../src/config/report/config-error.ts';
import { TEST_SEAL_KEYS } from '../../helpers/create-test-service.ts';

function faultsOf(environment: Record<string, string>): string[] {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n');
  }
}

describe('the settings of a refresh', () => {
  it('when nothing is set, are a minute of replay, a day of memory and no store', () => {
    expect(loadConfig({})).to.include({ replaySeconds: 60, supersededSeconds: 86_400, store: undefined });
  });

  for (const seconds of [0, 1, 86_400, 604_800]) {
    it(`with spent tokens known for ${seconds} s, are sound`, () => {
      expect(loadConfig({ DOMI_SUPERSEDED_SECONDS: `${seconds}` }).supersededSeconds).to.equal(seconds);
    });
  }

  for (const text of ['604801', '-1', '1d']) {
    it(`with spent tokens known for ${text}, are reported as a fault`, () => {
      expect(faultsOf({ DOMI_SUPERSEDED_SECONDS: text })).to.deep.equal([
        'DOMI_SUPERSEDED_SECONDS: must be a whole number from 0 (the provider decides) to 604800',
      ]);
    });
  }

  it('with a store but without shared seal keys, are warned of', () => {
    const environment = { DOMI_STORE_URL: 'redis://cache' };
    expect(loadConfig(environment).warnings.join('\n')).to.include('cannot share anything');
    const shared = loadConfig({ ...environment, DOMI_SEAL_KEYS: TEST_SEAL_KEYS });
    expect(shared.warnings.join('\n')).to.not.include('cannot share anything');
  });

  for (const [text, seconds] of [
    ['0', 0],
    ['5', 5],
    ['300', 300],
  ] as const) {
    it(`with ${text} seconds of replay, are sound`, () => {
      expect(loadConfig({ DOMI_REPLAY_SECONDS: text }).replaySeconds).to.equal(seconds);
    });
  }

  for (const text of ['301', '-1', '1.5', '1m', 'off']) {
    it(`with ${text} seconds of replay, are reported as a fault`, () => {
      expect(faultsOf({ DOMI_REPLAY_SECONDS: text })).to.deep.equal([
        'DOMI_REPLAY_SECONDS: must be a whole number from 0 (off) to 300',
      ]);
    });
  }
});
