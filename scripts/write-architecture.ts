import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRoomReadme } from './architecture/parse-room-readme.ts';
import { renderRoomsTable } from './architecture/render-rooms-table.ts';
import { MAY_IMPORT, SANDBOX } from './architecture/rooms.ts';
import { keepGeneratedFile } from './generated-file.ts';
import { replaceBetweenMarks } from './replace-between-marks.ts';

/**
 * Writes the table of rooms into docs/architecture.md, from the rules that the tests enforce and from the README.md of
 * each room. With `--verify` it fails when the table is stale. A missing README.md is reported by the tests.
 */
const ROOT = join(import.meta.dirname, '..');
const PAGE = join(ROOT, 'docs', 'architecture.md');
const COMMAND = 'npm run architecture';

const owns = new Map<string, string>();
for (const room of [...Object.keys(MAY_IMPORT), SANDBOX]) {
  const path = join(ROOT, 'src', room, 'README.md');
  if (existsSync(path)) owns.set(room, parseRoomReadme(readFileSync(path, 'utf8')).owns);
}
const page = readFileSync(PAGE, 'utf8');
keepGeneratedFile(PAGE, replaceBetweenMarks(page, 'rooms', renderRoomsTable(owns), COMMAND), COMMAND);
