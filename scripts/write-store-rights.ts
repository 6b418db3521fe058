import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CLUSTER_COMMANDS,
  DATABASE_COMMANDS,
  renderAclRules,
  SENTINEL_COMMANDS,
  STORE_COMMANDS,
} from '../src/store/store-commands.ts';
import { keepGeneratedFile } from './generated-file.ts';
import { replaceBetweenMarks } from './replace-between-marks.ts';

/**
 * Writes the rights of the store's user into docs/refresh.md, from the list that the tests use. With `--verify` it fails
 * when they are stale.
 */
const PAGE = join(import.meta.dirname, '..', 'docs', 'refresh.md');
const COMMAND = 'npm run store';

const LINES: readonly (readonly [string, readonly string[]])[] = [
  ['one server, a pair, or the primary behind Sentinel', STORE_COMMANDS],
  ['the same, with a database other than 0 in the address', [...STORE_COMMANDS, ...DATABASE_COMMANDS]],
  ['each node of a cluster', [...STORE_COMMANDS, ...CLUSTER_COMMANDS]],
  ['each Sentinel, when it wants a login', SENTINEL_COMMANDS],
];

const rules = LINES.map(
  ([what, commands]) => `# ${what}\nACL SETUSER domi on >password ${renderAclRules(commands)}`,
);
const block = `\`\`\`\n${rules.join('\n\n')}\n\`\`\``;
keepGeneratedFile(PAGE, replaceBetweenMarks(readFileSync(PAGE, 'utf8'), 'rights', block, COMMAND), COMMAND);
