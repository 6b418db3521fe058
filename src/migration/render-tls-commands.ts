import type { OldSettingValue } from './collect-old-values.ts';
import { quoteForShell } from './quote-for-shell.ts';
import type { SecretOutput } from './secret-output.ts';
import { toOneLine } from './to-one-line.ts';

/**
 * Renders the commands that make the Secret of TLS, as comments. The chart takes a Secret of type kubernetes.io/tls, which holds
 * PEM without a password. The password is never part of a command, since others can see those.
 */
export function renderTlsCommands(
  settings: readonly OldSettingValue[],
  secretName: string,
  secrets: SecretOutput,
): string[] {
  const find = (name: string): string | undefined => settings.find((setting) => setting.name === name)?.value;
  const password = settings.find(({ name }) => name === 'TLSPassword');
  const file = quoteForShell(find('TLSFile') ?? '');
  const passIn = `-passin ${choosePasswordSource(password, secrets)}`;
  const make = (key: string, cert: string): string =>
    `# kubectl create secret tls ${secretName} --key=${key} --cert=${cert}`;
  if (find('TLSType') === 'pem') {
    const cert = quoteForShell(find('PEMCert') ?? 'CERTIFICATE');
    if (password === undefined) return [make(file, cert)];
    return [
      ...explainPassword(password, secrets),
      `# openssl pkey -in ${file} ${passIn} -out tls.key`,
      make('tls.key', cert),
    ];
  }
  return [
    ...explainPassword(password, secrets),
    `# openssl pkcs12 -in ${file} ${passIn} -nodes -nocerts -out tls.key`,
    `# openssl pkcs12 -in ${file} ${passIn} -nokeys -out tls.crt`,
    make('tls.key', 'tls.crt'),
  ];
}

/** A source of a password as openssl names it: openssl-passphrase-options(1). */
function choosePasswordSource(password: OldSettingValue | undefined, secrets: SecretOutput): string {
  if (password === undefined) return 'pass:';
  const path = findFile(password, secrets);
  return path === undefined ? `env:${password.name}` : quoteForShell(`file:${path}`);
}

function explainPassword(password: OldSettingValue | undefined, secrets: SecretOutput): string[] {
  if (password === undefined || findFile(password, secrets) !== undefined) return [];
  const { name, origin } = password;
  return [`# The password is in ${toOneLine(origin)}: export it first, in the variable ${name}.`];
}

function findFile({ name }: OldSettingValue, secrets: SecretOutput): string | undefined {
  return secrets.kind === 'file' ? secrets.paths.get(name) : undefined;
}
