import { dump } from 'js-yaml';
import type { Onboarding, ProviderOnboarding } from './describe-onboarding.ts';

/** Renders text for people: what to enter where, in the order of the steps. */
export function renderOnboarding(onboarding: Onboarding): string {
  const { displayName, tenant, rootUrl, providers, missing, hints } = onboarding;
  const sections = [
    `# ${displayName ?? tenant}\n\nRoot URL for the Notes template:\n  ${rootUrl}`,
    ...providers.map(renderProvider),
    ...(onboarding.providerFile === undefined
      ? []
      : [`## For the provider file\n\n${indent(dump(onboarding.providerFile).trimEnd())}`]),
    missing.length === 0
      ? '## Still missing\n\nNothing: its users can begin.'
      : `## Still missing\n\n${renderList(missing)}`,
    ...(hints.length === 0 ? [] : [`## Recommended\n\n${renderList(hints)}`]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function renderProvider(provider: ProviderOnboarding): string {
  const { label, app, consoleUrl, redirectUri, adminConsentUrl, startUrl, setUp } = provider;
  const rows: [name: string, value: string | undefined][] = [
    ['Status', setUp ? undefined : 'not set up; that is fine if nobody needs it'],
    ['OAuth app', app === 'own' ? 'its own' : 'the shared one'],
    ['Console', consoleUrl],
    ['Redirect URI', redirectUri],
    ...listScopes(provider),
    ['Admin consent', adminConsentUrl],
    ['To try it', startUrl],
  ];
  const lines = rows
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${`${name}:`.padEnd(16)}${value}`);
  const parts = [lines.join('\n'), ...renderAuthentication(provider), ...renderDifferences(provider)];
  return `## ${label}\n\n${parts.join('\n\n')}`;
}

function renderAuthentication({ authentication, setUp }: ProviderOnboarding): string[] {
  if (!setUp) return [];
  const { method, steps, jwks } = authentication;
  const set = jwks === undefined ? [] : [indent(JSON.stringify(jwks, undefined, 2))];
  return [`  Client authentication (${method}):\n${renderList(steps)}`, ...set];
}

function renderDifferences({ differences }: ProviderOnboarding): string[] {
  if (differences.length === 0) return [];
  return [`  The record differs from the metadata of its server:\n${renderList(differences)}`];
}

/** One row, or one for each kind of app. */
function listScopes({ scopes, consoleScopes }: ProviderOnboarding): [name: string, value: string][] {
  const name = 'Scopes to tick';
  if (scopes.length > 0 || consoleScopes === undefined)
    return [[name, scopes.join(' ') || 'as the app needs them']];
  return Object.entries(consoleScopes).map(([kind, ticked]) => [name, `${ticked.join(' ')} (${kind} app)`]);
}

function renderList(sentences: readonly string[]): string {
  return sentences.map((sentence) => `  - ${sentence}`).join('\n');
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
