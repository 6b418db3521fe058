import type { FaultList } from '../report/fault-list.ts';

/** Warns of quotes and blanks around a password: it may hold them, but more often a shell or copying has left them. */
export function warnOfWrapping(name: string, text: string | undefined, faults: FaultList): void {
  if (text === undefined) return;
  const isQuoted = text.length > 1 && /^["']/.test(text) && text.at(-1) === text[0];
  if (isQuoted)
    faults.warn('', `${name} is in quotes, which belong to it: remove them if they came from a shell`);
  if (text.trim() !== text)
    faults.warn(
      '',
      `${name} begins or ends with a blank, which belongs to it: remove it if it came with copying`,
    );
}
