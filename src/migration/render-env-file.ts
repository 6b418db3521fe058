import type { OldSettingValue } from './collect-old-values.ts';
import type { MigrationPlan } from './plan-migration.ts';
import { renderRemarks } from './render-remarks.ts';
import type { SecretOutput } from './secret-output.ts';
import { toOneLine } from './to-one-line.ts';

/** Renders settings as docker and podman read an env file: a value is everything behind the equals sign. */
export function renderEnvFile(plan: MigrationPlan, secrets: SecretOutput): string {
  const plain = plan.settings.filter(({ isSecret }) => !isSecret);
  const secret = plan.settings.filter(({ isSecret }) => isSecret);
  const lines = [
    '# Settings of DOMI 1.x for this service, as an env file.',
    ...plain.flatMap(renderLine),
    ...(secret.length > 0 ? ['', ...secret.flatMap((setting) => renderSecret(setting, secrets))] : []),
    ...renderRemarks(plan),
  ];
  return `${lines.join('\n')}\n`;
}

function renderSecret(setting: OldSettingValue, secrets: SecretOutput): string[] {
  const { name, origin } = setting;
  if (secrets.kind === 'value') return renderLine(setting);
  const path = secrets.kind === 'file' ? secrets.paths.get(name) : undefined;
  if (path !== undefined) return [`${name}_FILE=${path}`];
  return [
    `# ${name} is in ${toOneLine(origin)}, and is not printed. Put it into a file and name that:`,
    `#${name}_FILE=/run/secrets/domi/${name}`,
  ];
}

function renderLine({ name, value, origin }: OldSettingValue): string[] {
  if (/[\r\n]/.test(value)) return [`# ${name} in ${toOneLine(origin)} has several lines: use ${name}_FILE`];
  const hint = /[\s"'\\$#`]/.test(value) ? ['# For a shell or systemd, put the next value in quotes.'] : [];
  return [...hint, `${name}=${value}`];
}
