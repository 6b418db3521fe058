import { GALLERY } from '../../scripts/screenshots/gallery.ts';
import { createPages } from '../../src/pages/pages.ts';
import type { ConsentView, ErrorView, LandingView, TokenView, View } from '../../src/pages/views.ts';

const common: View = {
  language: 'en',
  languages: [],
  tenantName: 'Acme Corporation',
  logoPath: undefined,
  supportUrl: undefined,
  requestId: '7K3F9QZ1XA',
  assetBase: '/acme/',
  homePath: '/acme/',
};

export const LANDING: LandingView = {
  ...common,
  homePath: undefined,
  rootUrl: 'https://domi.example.com/acme',
  services: [
    {
      id: 'zoom',
      label: 'Zoom',
      startUrl: '/acme/dominoZoom/index.html',
      signInHost: 'zoom.us',
      manageUrl: 'https://marketplace.zoom.us/user/installed',
    },
    {
      id: 'teams',
      label: 'Microsoft Teams',
      startUrl: '/acme/dominoTeams/index.html',
      signInHost: 'login.microsoftonline.com',
      manageUrl: undefined,
    },
  ],
};

export const TOKEN: TokenView = {
  ...common,
  service: { id: 'zoom', label: 'Zoom' },
  refreshToken: 'eyJhbGciOiJIUzUxMiJ9.x-_~+/=',
};

export const CONSENT: ConsentView = {
  ...common,
  service: { id: 'teams', label: 'Microsoft Teams' },
  startUrl: '/acme/dominoTeams/index.html',
};

export const FAULT: ErrorView = {
  ...common,
  service: { id: 'zoom', label: 'Zoom' },
  status: 400,
  code: 'invalid_flow',
  providerNumber: undefined,
  names: [],
  time: '2026-11-26T09:41:00Z',
  isAddressKnown: true,
  startUrl: '/acme/dominoZoom/index.html',
  adminConsentUrl: undefined,
};

/** Every page of the gallery once, by name. */
export async function renderEveryPage(): Promise<Record<string, string>> {
  const pages = await createPages();
  return Object.fromEntries(GALLERY.map(({ name, render }) => [name, render(pages, 'en')]));
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

/** The visible texts of a page, without markup. */
export function listTexts(html: string): string[] {
  return html
    .replace(/<title>[\s\S]*?<\/title>/, '')
    .split(/<[^>]*>/)
    .map((text) => decode(text.trim()))
    .filter((text) => text !== '');
}

function decode(text: string): string {
  const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => characters[name] ?? '');
}
