import { InvalidArgumentError } from 'commander';

/**
 * Refuses an empty path on a command line. It comes from a variable of a script that is not set, and must not pass for no path:
 * `domi check ""` would say that a configuration is sound that it has not read.
 */
export function checkPathArgument(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It must not be empty.');
}
