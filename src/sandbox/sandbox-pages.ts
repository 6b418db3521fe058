import { join } from 'node:path';
import { loadTemplates } from '../pages/load-templates.ts';
import type { SandboxMeeting } from './sandbox-types.ts';
import type { ServiceProfile } from './service-profile.ts';

/** The pages of the sandbox; each says that it belongs to a sandbox. */
export interface SandboxPages {
  renderLogin(profile: ServiceProfile, login: string): string;
  renderConsent(profile: ServiceProfile, user: string, scopes: readonly string[]): string;
  renderMeeting(profile: ServiceProfile, meeting: SandboxMeeting | undefined): string;
  renderError(profile: ServiceProfile, text: string): string;
}

export async function createSandboxPages(): Promise<SandboxPages> {
  const eta = await loadTemplates(join(import.meta.dirname, 'templates'));
  return {
    renderLogin: (profile, login) => eta.render('@login', { profile, login }),
    renderConsent: (profile, user, scopes) => eta.render('@consent', { profile, user, scopes }),
    renderMeeting: (profile, meeting) => eta.render('@meeting', { profile, meeting }),
    renderError: (profile, text) => eta.render('@error', { profile, text }),
  };
}
