import { expect } from 'chai';
import { loadConfig } from '../../../src/config/load-config.ts';
import { ConfigError } from '../../../src/config/report/config-error.ts';

const load = (name: string): unknown => loadConfig({ DOMI_DISPLAY_NAME: name });

describe('the name on the pages, from the environment', () => {
  for (const [what, character] of [
    ['letters', 'x'],
    ['emoji', '🙂'],
  ] as const) {
    it(`of 100 ${what} is sound, and one more is a fault, as in the provider file`, () => {
      expect(() => load(character.repeat(100))).to.not.throw();
      expect(() => load(character.repeat(101))).to.throw(
        ConfigError,
        'DOMI_DISPLAY_NAME: is longer than 100 characters',
      );
    });
  }
});
