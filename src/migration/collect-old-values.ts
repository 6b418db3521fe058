import type { OldConfiguration } from '../config/files/read-domiconfig.ts';
import type { Environment } from '../config/settings/environment.ts';
import { OLD_SETTINGS } from '../config/settings/old-settings.ts';

/** A value that counted in DOMI 1.x. */
export interface OldSettingValue {
  readonly name: string;
  readonly value: string;
  readonly isSecret: boolean;
  /** A file, or `the environment`. */
  readonly origin: string;
}

export interface OldValues {
  readonly values: readonly OldSettingValue[];
  readonly gone: readonly { readonly key: string; readonly origin: string; readonly reason: string }[];
  /** Keys of the folder that 1.x does not know. */
  readonly unknown: readonly { readonly key: string; readonly origin: string }[];
  /** Keys whose value is neither text nor a number. */
  readonly unusable: readonly { readonly key: string; readonly origin: string }[];
  /** Variables that 1.x did not read, since only its folder counted for them. */
  readonly ignored: readonly string[];
}

const ENVIRONMENT = 'the environment';

/** As in 1.x, a variable wins over the folder, if 1.x reads it from the environment at all. */
export function collectOldValues(old: OldConfiguration, environment: Environment): OldValues {
  const values: OldSettingValue[] = [];
  const gone: { key: string; origin: string; reason: string }[] = [];
  const unusable: { key: string; origin: string }[] = [];
  const ignored: string[] = [];
  for (const [name, setting] of Object.entries(OLD_SETTINGS)) {
    const given = old.values.get(name);
    const variable = environment[name] || undefined;
    if (setting.kind === 'gone') {
      if (given) gone.push({ key: name, origin: given.file, reason: setting.reason });
      continue;
    }
    const { isSecret, wasReadFromEnvironment } = setting;
    if (variable !== undefined && wasReadFromEnvironment) {
      if (!isNothing(name, variable)) values.push({ name, value: variable, isSecret, origin: ENVIRONMENT });
      continue;
    }
    if (variable !== undefined) ignored.push(name);
    if (given === undefined) continue;
    const text = toText(given.value);
    if (text === undefined) unusable.push({ key: name, origin: given.file });
    else if (!isNothing(name, text)) values.push({ name, value: text, isSecret, origin: given.file });
  }
  const unknown = [...old.values]
    .filter(([key]) => !Object.hasOwn(OLD_SETTINGS, key))
    .map(([key, { file }]) => ({ key, origin: file }));
  return { values, gone, unknown, unusable, ignored };
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The word `null` is the documented default of the TLS keys. */
function isNothing(name: string, text: string): boolean {
  return text === '' || (/^(TLS|PEM)/.test(name) && text.toLowerCase() === 'null');
}
