import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { createLogger } from '../src/observability/logger.ts';
import { findFreePort } from '../src/sandbox/free-port.ts';
import { type Stack, startStack } from '../src/sandbox/stack.ts';
import { copyToken } from './helpers/copy-token.ts';
import { findProgram } from './helpers/find-program.ts';
import { skipSuite } from './helpers/skip.ts';

interface Step {
  readonly commands: string;
  /** The objects that the tutorial shows as answers. */
  readonly answers: Record<string, unknown>[];
}

/** The curl session of the tutorial: each block of commands with the answers that follow it. */
function readSession(): Step[] {
  const text = readFileSync(new URL('../docs/tutorial.md', import.meta.url), 'utf8');
  const [, session = ''] = /<!-- curl-session -->(.*)<!-- \/curl-session -->/s.exec(text) ?? [];
  const blocks = [...session.matchAll(/```(sh|json)\n(.*?)```/gs)].map(([, kind, body = '']) => ({
    kind,
    body,
  }));
  return blocks.flatMap(({ kind, body }, index) => {
    if (kind !== 'sh') return [];
    const next = blocks[index + 1];
    return [{ commands: body, answers: next?.kind === 'json' ? parseObjects(next.body) : [] }];
  });
}

function parseObjects(text: string): Record<string, unknown>[] {
  return text
    .replaceAll('}{', '}\n{')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the curl session of the tutorial', () => {
  let stack: Stack;

  before(async function () {
    if ((await findProgram(['curl'], '--version')) === undefined) skipSuite(this, 'curl is not installed');
    stack = await startStack({
      webPort: await findFreePort(),
      managementPort: 0,
      logger: createLogger('silent'),
      build: { version: '0', commit: '0' },
    });
  });
  after(() => stack?.stop());

  it('when it is followed, gives what the tutorial shows', async () => {
    const environment: Record<string, string> = {
      PATH: process.env.PATH ?? '',
      TOKEN: await copyToken(stack.rootUrl),
      SANDBOX: stack.apiBaseOf('zoom'),
    };
    const steps = readSession();
    expect(steps).to.have.length(5);
    for (const { commands, answers } of steps) {
      const local = commands.replaceAll('http://localhost:8878', stack.rootUrl);
      const { stdout: output } = await promisify(execFile)('bash', ['-ec', local], { env: environment });
      const given = parseObjects(output);
      if (typeof given[0]?.access_token === 'string') environment.ACCESS = given[0].access_token;
      if (typeof given[0]?.refresh_token === 'string') environment.NEXT = given[0].refresh_token;
      const shown = answers.length < given.length ? given.slice(-answers.length) : given;
      expect(shown, commands).to.have.length(answers.length);
      for (const [index, answer] of answers.entries()) {
        expect(Object.keys(shown[index] ?? {}), commands).to.have.members(Object.keys(answer));
        expect(shown[index]?.error, commands).to.equal(answer.error);
      }
    }
  });
});
