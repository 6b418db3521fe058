import { randomBytes } from 'node:crypto';

/**
 * Secrets that are unlike anything else, and the search for them: in clear, as a URL, a log line, base64 or hex would
 * have them, and in part.
 */
export interface Canaries {
  /** Makes a value that nobody has seen before; `suffix` gives it characters that change in transport. */
  plant(name: string, suffix?: string): string;
  /** Takes a secret that the service itself has made. */
  add(name: string, value: string): void;
  readonly names: readonly string[];
  /**
   * @param allowed names that may be there
   * @returns what was found: the name of the secret, its form, and what stands around it
   */
  find(text: string, allowed?: readonly string[]): string[];
}

/** Long enough to be no accident, short enough to find a secret that was cut. */
const PART_LENGTH = 16;

export function createCanaries(): Canaries {
  const values = new Map<string, string>();
  const needles: { readonly name: string; readonly form: string; readonly needle: string }[] = [];

  function add(name: string, value: string): void {
    if (values.get(name) === value) return;
    values.set(name, value);
    for (const [form, needle] of listForms(value)) needles.push({ name, form, needle });
  }

  return {
    plant(name, suffix = '') {
      const value = `${randomBytes(24).toString('hex')}${suffix}`;
      add(name, value);
      return value;
    },
    add,
    get names() {
      return [...values.keys()];
    },
    find(text, allowed = []) {
      return needles
        .filter(({ name, needle }) => !allowed.includes(name) && text.includes(needle))
        .map(({ name, form, needle }) => `${name} (${form}) in: ${quote(text, needle)}`);
    },
  };
}

/** Every way in which a secret can stand in a text. */
export function listForms(value: string): [form: string, needle: string][] {
  const json = JSON.stringify(value).slice(1, -1);
  const forms: [string, string][] = [
    ['clear', value],
    ['the beginning', value.slice(0, PART_LENGTH)],
    ['the end', value.slice(-PART_LENGTH)],
    ['URL-encoded', encodeURIComponent(value)],
    ['form-encoded', new URLSearchParams([['', value]]).toString().slice(1)],
    ['URL-encoded twice', encodeURIComponent(encodeURIComponent(value))],
    ['JSON', json],
    ['JSON twice', JSON.stringify(json).slice(1, -1)],
    ['hex', Buffer.from(value).toString('hex')],
    // Inside something longer, where its first byte can stand at any of three places of a group.
    ...[0, 1, 2].map((shift): [string, string] => ['base64', encodeInside(value, shift, 'base64')]),
    ...[0, 1, 2].map((shift): [string, string] => ['base64url', encodeInside(value, shift, 'base64url')]),
  ];
  return forms;
}

/** The characters of base64 that depend on the value alone, whatever stands around it. */
function encodeInside(value: string, shift: number, encoding: 'base64' | 'base64url'): string {
  const bytes = Buffer.from(value);
  const before = shift === 0 ? 0 : 3 - shift;
  const whole = bytes.subarray(before, before + Math.floor((bytes.length - before) / 3) * 3);
  return whole.toString(encoding);
}

function quote(text: string, needle: string): string {
  const at = text.indexOf(needle);
  return text.slice(Math.max(0, at - 80), at + needle.length + 40);
}
