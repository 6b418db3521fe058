import { dump } from 'js-yaml';
import { BUILT_IN_RECORDS } from '../providers/built-in-records.ts';
import { normalizeAddress } from './normalize-address.ts';
import type { MigrationPlan } from './plan-migration.ts';
import { quoteForShell } from './quote-for-shell.ts';
import { renderRemarks } from './render-remarks.ts';
import { renderTlsCommands } from './render-tls-commands.ts';
import type { SecretOutput } from './secret-output.ts';

const TLS_SECRET = 'domi-tls';

/** Renders values for the chart. Secrets are Secrets of the cluster: the commands that make them are comments. */
export function renderHelmValues(plan: MigrationPlan, secrets: SecretOutput): string {
  const values = new Map(plan.settings.map(({ name, value }) => [name, value]));
  const apps = listApps(values);
  const hasTls = values.has('TLSFile');
  const hostname = values.get('OAUTH_HOSTNAME');
  // The chart compares hosts with those of Ingress and routes, and takes the normal form only.
  const publicUrl = hostname === undefined ? undefined : normalizeAddress(hostname);
  const document = {
    ...(publicUrl !== undefined && { publicUrl }),
    ...(apps.length > 0 && {
      apps: Object.fromEntries(
        apps.map(({ id, clientId, secretName }) => [id, { existingSecret: secretName, clientId }]),
      ),
    }),
    ...(hasTls && { tls: { existingSecret: TLS_SECRET } }),
  };
  const lines = [
    '# Settings of DOMI 1.x for this service, as values of its chart.',
    dump(document).trimEnd(),
    '',
    '# Secrets that the values name; secrets themselves are never part of them:',
    ...apps.map(({ secretName, variable }) => renderSecret(secretName, variable, secrets)),
    ...(hasTls ? renderTlsCommands(plan.settings, TLS_SECRET, secrets) : []),
    ...renderLeftOut(values),
    ...renderPorts(values),
    ...renderRemarks(plan),
  ];
  return `${lines.join('\n')}\n`;
}

interface App {
  readonly id: string;
  readonly clientId: string;
  readonly secretName: string;
  /** The variable of its client secret. */
  readonly variable: string;
}

function listApps(values: ReadonlyMap<string, string>): App[] {
  return Object.entries(BUILT_IN_RECORDS).flatMap(([id, { clientId, clientSecret }]) => {
    const [secret] = [clientSecret].flat();
    if (!clientId || !('env' in clientId) || !secret || !('env' in secret)) return [];
    const value = values.get(clientId.env);
    return value === undefined
      ? []
      : [{ id, clientId: value, secretName: `domi-${id}`, variable: secret.env }];
  });
}

function renderSecret(secretName: string, variable: string, secrets: SecretOutput): string {
  const path = secrets.kind === 'file' ? secrets.paths.get(variable) : undefined;
  const file = quoteForShell(path ?? `FILE-WITH-${variable}`);
  return `# kubectl create secret generic ${secretName} --from-file=client-secret=${file}`;
}

/** Without a client id, 1.x did not have the service either. */
function renderLeftOut(values: ReadonlyMap<string, string>): string[] {
  return Object.values(BUILT_IN_RECORDS).flatMap(({ clientId, clientSecret }) => {
    const [secret] = [clientSecret].flat();
    if (!clientId || !('env' in clientId) || !secret || !('env' in secret)) return [];
    if (values.has(clientId.env) || !values.has(secret.env)) return [];
    return [`# ${secret.env} is left out: ${clientId.env} is not set.`];
  });
}

function renderPorts(values: ReadonlyMap<string, string>): string[] {
  const ports = ['PORT', 'METRICSPORT'].filter((name) => values.has(name));
  if (ports.length === 0) return [];
  const list = ports.map((name) => `${name}=${values.get(name)}`).join(' and ');
  const verb = ports.length > 1 ? 'are' : 'is';
  return [
    '',
    `# ${list} ${verb} not needed: in the pod the ports are 8878 and 8879, and service.port is what others see.`,
  ];
}
