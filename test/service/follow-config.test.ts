import { expect } from 'chai';
import type { Config } from '../../src/config/config.ts';
import type { Adoption, ConfigChange, ConfigSource } from '../../src/config-source/config-source.ts';
import type { ReloadEvent } from '../../src/observability/events.ts';
import type { Hub } from '../../src/observability/hub.ts';
import { followConfig } from '../../src/service/follow-config.ts';

/** A source with these changes, that notes what became of each. */
function createScriptedSource(changes: readonly ConfigChange[]) {
  const adoptions: (Adoption | undefined)[] = [];
  const source = {
    async *changes(): AsyncGenerator<ConfigChange, void, Adoption | undefined> {
      for (const change of changes) adoptions.push(yield change);
    },
  } as ConfigSource;
  return { source, adoptions };
}

const CONFIG = { directory: { tenants: [] }, warnings: [] } as unknown as Config;
const RELOADED: ConfigChange = { kind: 'reloaded', config: CONFIG, seconds: 1, loss: { lost: 0, before: 0 } };

describe('following the configuration', () => {
  async function follow(changes: readonly ConfigChange[], adopt: (config: Config) => void) {
    const { source, adoptions } = createScriptedSource(changes);
    const events: ReloadEvent[] = [];
    const hub = { configurationRead: (event) => events.push(event) } as Pick<Hub, 'configurationRead'> as Hub;
    await followConfig(source, adopt, hub);
    return { adoptions, events };
  }

  it('adopts what is reloaded, before it is observed, and nothing else', async () => {
    const adopted: Config[] = [];
    const refused: ConfigChange = { kind: 'refused', faults: [] };
    const { adoptions, events } = await follow([RELOADED, { kind: 'unchanged' }, refused], (config) =>
      adopted.push(config),
    );
    expect(adopted).to.deep.equal([CONFIG]);
    expect(events.map(({ kind }) => kind)).to.deep.equal(['reloaded', 'unchanged', 'refused']);
    expect(adoptions).to.deep.equal(['adopted', 'adopted', 'adopted']);
  });

  it('reports an adoption that fails, to the source and to the hub, and goes on', async () => {
    let attempts = 0;
    const { adoptions, events } = await follow([RELOADED, RELOADED], () => {
      attempts += 1;
      if (attempts === 1) throw new Error('no certificate');
    });
    expect(adoptions).to.deep.equal(['failed', 'adopted']);
    expect(events.map(({ kind }) => kind)).to.deep.equal(['failed', 'reloaded']);
  });
});
