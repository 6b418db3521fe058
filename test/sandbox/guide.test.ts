import { expect } from 'chai';
import { DEMO } from '../../src/notes/demo-addresses.ts';
import { parseDemoOptions } from '../../src/sandbox/demo-options.ts';
import { renderGuide } from '../../src/sandbox/render-guide.ts';
import type { Stack } from '../../src/sandbox/stack.ts';

const at = (rootUrl: string, sandboxUrl: string): Stack =>
  ({
    rootUrl,
    managementPort: 8879,
    sandbox: { url: sandboxUrl },
    apiBaseOf: (id: string) => `${sandboxUrl}/${id}/api/v2`,
  }) as Stack;

describe('the instructions of the demo', () => {
  it('have short commands, when the demo has its usual ports', () => {
    const guide = renderGuide(at(DEMO.rootUrl, DEMO.sandboxUrl));
    expect(guide).to.include('npm exec domi -- notes paste --demo\n').and.not.include('--root');
    expect(guide).to.include('npm exec domi -- notes paste --demo --service webex\n');
    expect(guide).to.include('.domi-notes-demo.json');
  });

  it('name every address, when one port is another', () => {
    for (const [root, sandbox] of [
      ['http://localhost:1', DEMO.sandboxUrl],
      [DEMO.rootUrl, 'http://127.0.0.1:2'],
    ] as const) {
      const guide = renderGuide(at(root, sandbox));
      const place = `--root ${root} --api ${sandbox}/zoom/api/v2 --service zoom`;
      expect(guide).to.include(`npm exec domi -- notes paste ${place}\n`).and.not.include('--demo');
      expect(guide).to.include('.domi-notes.json').and.not.include('.domi-notes-demo.json');
    }
  });
});

describe('the options of the demo', () => {
  it('are all off, unless one is given', () => {
    expect(parseDemoOptions([])).to.deep.equal({ help: false, walk: false, services: false });
    expect(parseDemoOptions(['--walk'])).to.deep.include({ walk: true, services: false });
  });

  for (const args of [['--wlk'], ['walk'], ['--walk=slowly']])
    it(`refuse ${args} with the command that lists them`, () => {
      expect(() => parseDemoOptions(args)).to.throw(`'${args[0]?.split('=')[0]}`);
      expect(() => parseDemoOptions(args)).to.throw(/For the options: npm run demo -- --help$/);
    });

  it('refuse two that exclude each other', () => {
    expect(() => parseDemoOptions(['--walk', '--services'])).to.throw('--walk needs DOMI');
  });
});
