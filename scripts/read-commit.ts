import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

/**
 * @param root folder of the project
 * @returns the commit of the work folder, with `-changed` when files differ from it; undefined without Git, or when the folder
 * is only a copy inside of another repository
 */
export function readCommit(root: string): string | undefined {
  const git = (...args: string[]): string | undefined => {
    const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : undefined;
  };
  if (git('rev-parse', '--show-toplevel') !== realpathSync(root)) return undefined;
  const commit = git('rev-parse', 'HEAD');
  if (commit === undefined) return undefined;
  return git('status', '--porcelain') === '' ? commit : `${commit}-changed`;
}
