import { createPages } from '../../src/pages/pages.ts';
import type { ErrorView, LandingView, TokenView, View } from '../../src/pages/views.ts';

const common: View = {
  language: 'en',
  tenantName: 'Acme Corporation',
  logoPath: undefined,
  supportUrl: undefined,
  requestId: '7K3F9QZ1XA',
  homePath: '/acme/',
};

export const LANDING: LandingView = {
  ...common,
  services: [
    { id: 'zoom', label: 'Zoom', startUrl: '/acme/dominoZoom/index.html' },
    { id: 'teams', label: 'Microsoft Teams', startUrl: '/acme/dominoTeams/index.html' },
  ],
};

export const TOKEN: TokenView = { ...common, label: 'Zoom', refreshToken: 'eyJhbGciOiJIUzUxMiJ9.x-_~+/=' };

export const FAULT: ErrorView = {
  ...common,
  label: 'Zoom',
  status: 400,
  code: 'invalid_flow',
  description: 'This sign-in cannot be completed here.',
  names: [],
  action: 'reauthorize',
  startUrl: '/acme/dominoZoom/index.html',
};

/** Every page once, by name. */
export async function renderEveryPage(): Promise<Record<string, string>> {
  const pages = await createPages();
  return {
    landing: pages.landing(LANDING),
    'landing without services': pages.landing({ ...LANDING, services: [] }),
    token: pages.token(TOKEN),
    error: pages.error(FAULT),
    'error without a way on': pages.error({ ...FAULT, label: undefined, startUrl: undefined }),
  };
}

export function listTags(html: string): string[] {
  return html.match(/<[a-z][^>]*>/gi) ?? [];
}

/** What stands between the tags of the first element whose opening tag matches, as a browser would show it. */
export function readText(html: string, openingTag: RegExp): string | undefined {
  const found = new RegExp(`<(\\w+)(?=[\\s>])(?=[^>]*${openingTag.source})[^>]*>([\\s\\S]*?)</\\1>`).exec(
    html,
  );
  return found?.[2] === undefined ? undefined : decode(found[2]);
}

function decode(text: string): string {
  const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => characters[name] ?? '');
}
