export interface Import {
  /** As it is written: a relative path, a package or a `node:` module. */
  readonly specifier: string;
  /** Gone after compilation. */
  readonly isTypeOnly: boolean;
}

const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/** `import … from`, `export … from` and plain `import`, over several lines as well. */
const STATEMENT =
  /(?:^|;)[ \t]*(?:import|export)\b([^;'"]*?)\bfrom\s*['"]([^'"]+)['"]|(?:^|;)[ \t]*import\s*['"]([^'"]+)['"]/gm;

/** A module that is loaded, resolved, or run as a worker while the program runs. */
const AT_RUN_TIME =
  /\b(?:import|import\.meta\.resolve|require)\(\s*['"`]([^'"`$]+)['"`]|new Worker\(\s*new URL\(\s*['"]([^'"]+)['"]/g;

/** Every module that a source file names. The formatter keeps the statements in a shape that this can read. */
export function readImports(source: string): Import[] {
  const code = source.replace(COMMENT, '');
  const statements = [...code.matchAll(STATEMENT)].map(([, names = '', from = '', bare = '']) => ({
    specifier: from || bare,
    isTypeOnly: isTypeOnly(names),
  }));
  const calls = [...code.matchAll(AT_RUN_TIME)].map(([, loaded = '', worker = '']) => ({
    specifier: loaded || worker,
    isTypeOnly: false,
  }));
  return [...statements, ...calls];
}

/** @param names what stands between `import` and `from` */
function isTypeOnly(names: string): boolean {
  const text = names.trim();
  if (text.startsWith('type ')) return true;
  const list = /^\{([\s\S]*)\}$/.exec(text)?.[1];
  if (list === undefined) return false;
  const members = list
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
  return members.length > 0 && members.every((member) => member.startsWith('type '));
}

/** Does the code read the process: its environment, its arguments, its signals? */
export function readsProcess(source: string): boolean {
  return /(?<![\w.'"-])process\s*[.?[]|['"]node:process['"]/.test(source.replace(COMMENT, ''));
}
