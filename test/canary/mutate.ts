import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';

/** One change to one source file. */
export interface Edit {
  /** Below src. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Preloaded into a service: its modules are changed while they are loaded, as `DOMI_TEST_EDITS` says. The process
 * ends when an edit no longer fits the source, since the test would then test nothing.
 */
const edits = JSON.parse(process.env['DOMI_TEST_EDITS'] ?? '[]') as readonly Edit[];

for (const { file } of edits) {
  if (!existsSync(join(import.meta.dirname, '..', '..', 'src', file)))
    throw new Error(`there is no src/${file}`);
}

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const fitting = edits.filter(({ file }) => url.endsWith(`/src/${file}`));
    if (fitting.length === 0) return loaded;
    let source = String(loaded.source);
    for (const { file, from, to } of fitting) {
      if (!source.includes(from)) throw new Error(`no such text in ${file}: ${from}`);
      source = source.replace(from, to);
    }
    return { ...loaded, source };
  },
});
