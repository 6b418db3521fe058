const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/** Whatever a text of another language holds, Lua for instance, is no statement here. */
const TEMPLATE = /`(?:\\[\s\S]|[^`\\])*`/g;

/** The formatter indents everything but what a module does when it is imported. */
const STATEMENT = /^(?:await |new |for |if |while |switch |try |[\w$][\w$.?]*\().*/gm;

/** The value of a constant, up to the line that is not indented. */
const INITIALIZER = /^(?:export )?(?:const|let) [^=\n]+ =\s+((?:.|\n(?=\s))*)/gm;

/** A value that is called for, not written down; a function is neither. */
const CALL = /^(?:(?:await )|(?:new )?[\w$.]+\()/;
const FUNCTION = /^(?:async )?(?:function\b|\([^)]*\)(?:: [^=]+)? =>|\w+ =>)/;

/** Calls that build a constant out of constants, and nothing else. */
const HARMLESS = /^(?:new (?:Map|Set|RegExp)|Object\.(?:freeze|keys)|defineScript|join)\(/;

/** @returns the lines of a module that do something when it is imported; definitions of functions and constants do not */
export function findTopLevelWork(source: string): string[] {
  const code = source.replace(COMMENT, '').replace(TEMPLATE, '``');
  const values = [...code.matchAll(INITIALIZER)].filter(([, value = '']) => worksOnImport(value));
  return [...(code.match(STATEMENT) ?? []), ...values.map(([line]) => line.split('\n', 1)[0] ?? '')];
}

function worksOnImport(value: string): boolean {
  if (FUNCTION.test(value)) return false;
  if (CALL.test(value)) return !HARMLESS.test(value);
  // An object or a list may hold functions that wait; anything else that waits does so now.
  return !/^[{[]/.test(value) && /\bawait\b/.test(value);
}

/** Does the code read a clock itself? */
export function readsClock(source: string): boolean {
  return /\b(?:performance\.now|Date\.now)\b|\bnew Date(?:\(\)|\b(?!\())/.test(source.replace(COMMENT, ''));
}
