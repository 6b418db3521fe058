const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/** Whatever a text of another language holds, Lua for instance, is no statement here. */
const TEMPLATE = /`(?:\\[\s\S]|[^`\\])*`/g;

/** The formatter indents everything but what a module does when it is imported. */
const STATEMENT = /^(?:await |new |for |if |while |switch |try |[\w$][\w$.?]*\().*/gm;

/** A value that needs work: a file, a socket, a process, or something that holds state from the import on. */
const WORK =
  '(?:await |(?:read|load|open|connect|start|create|listen|spawn|write|set(?:Timeout|Interval))\\w*\\()';
const INITIALIZER = new RegExp(`^(?:export )?(?:const|let) [^=]+ = ${WORK}.*`, 'gm');

/** @returns the lines of a module that do something when it is imported; definitions of functions and constants do not */
export function findTopLevelWork(source: string): string[] {
  const code = source.replace(COMMENT, '').replace(TEMPLATE, '``');
  return [...(code.match(STATEMENT) ?? []), ...(code.match(INITIALIZER) ?? [])];
}

/** Does the code read a clock itself? */
export function readsClock(source: string): boolean {
  return /\b(?:performance\.now|Date\.now)\b|\bnew Date\(\)/.test(source.replace(COMMENT, ''));
}
