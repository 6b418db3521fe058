import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { findRedis } from '../helpers/redis.ts';
import { runNode } from '../helpers/service-process.ts';
import { skipTest } from '../helpers/skip.ts';
import { until } from '../helpers/until.ts';

const HELPER = join(import.meta.dirname, '..', 'helpers', 'redis.ts');

/** Starts a server, and says what belongs to it. */
const OWNER = `
  import { readdirSync } from 'node:fs';
  import { startRedis } from ${JSON.stringify(HELPER)};
  const { command } = await startRedis(process.argv[1]);
  const { dir: folder } = await command('CONFIG', 'GET', 'dir');
  const info = String(await command('INFO', 'server'));
  console.log(JSON.stringify({ folder, id: Number(/process_id:(\\d+)/.exec(info)[1]) }));
  setInterval(() => undefined, 1000);
`;

describe('a server that a soak or a test has started', function () {
  this.timeout(60_000);

  it('ends with the process that started it, even if that is killed, and leaves no folder', async function () {
    const program = (await findRedis()) ?? skipTest(this, 'redis-server is not installed');
    const owner = runNode(['--input-type=module', '--eval', OWNER, program], {});
    await until(() => owner.output().includes('\n'));
    const { folder, id } = JSON.parse(owner.output()) as { folder: string; id: number };
    expect(isRunning(id)).to.equal(true);
    expect(existsSync(folder)).to.equal(true);
    owner.process.kill('SIGKILL');
    await until(() => !isRunning(id) && !existsSync(folder));
  });
});

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}
