import { ERROR_CATALOGUE, ERROR_CODES, type ErrorCode } from '../../src/oauth/errors.ts';
import { LANGUAGES, type Language } from '../../src/pages/texts/languages.ts';
import { TOPIC_OF_CODE } from '../../src/pages/texts/topics.ts';
import type { ErrorView, Pages, ServiceLink, View } from '../../src/pages/views.ts';

/** One page of the service with made-up values. */
export interface GalleryPage {
  /** For a file name and an address, such as `error-notCompleted`. */
  readonly name: string;
  render(pages: Pages, language: Language): string;
}

const START = 'https://domi.example.com/acme';
const CONSENT =
  'https://login.microsoftonline.com/organizations/v2.0/adminconsent?client_id=11112222-3333-4444-5555-666677778888&scope=User.Read%20OnlineMeetings.ReadWrite%20offline_access%20openid&redirect_uri=https%3A%2F%2Fdomi.example.com%2Facme%2FteamsCallback';

const SERVICES: readonly ServiceLink[] = [
  ['zoom', 'Zoom', 'zoom.us', 'https://marketplace.zoom.us/user/installed'],
  ['teams', 'Microsoft Teams', 'login.microsoftonline.com', 'https://myapps.microsoft.com/'],
  ['webex', 'Webex', 'webexapis.com', 'https://idbroker.webex.com/idb/profile#/tokens'],
  ['gotomeeting', 'GoToMeeting', 'authentication.logmeininc.com', 'https://myaccount.goto.com/'],
].map(([id = '', label = '', signInHost = '', manageUrl]) => ({
  id,
  label,
  signInHost,
  manageUrl,
  startUrl: `${START}/${id}/index.html`,
}));

const TEAMS = { id: 'teams', label: 'Microsoft Teams' };
const ZOOM = { id: 'zoom', label: 'Zoom' };

/** As long as Zoom's, with an alphabet that shows that nothing is real. */
const SAMPLE_TOKEN = `eyJ${'NoRealToken0123456789'.repeat(34)}`.slice(0, 712);

/** Every page; errors once for each topic. */
export const GALLERY: readonly GalleryPage[] = [
  {
    name: 'landing',
    render: (pages, language) =>
      pages.landing({
        ...common(language),
        homePath: undefined,
        languages: listLanguages(),
        services: SERVICES,
        rootUrl: START,
      }),
  },
  {
    name: 'landing-empty',
    render: (pages, language) =>
      pages.landing({ ...common(language), homePath: undefined, services: [], rootUrl: START }),
  },
  {
    name: 'token',
    render: (pages, language) =>
      pages.token({ ...common(language), service: ZOOM, refreshToken: SAMPLE_TOKEN }),
  },
  {
    name: 'token-long',
    render: (pages, language) =>
      pages.token({
        ...common(language),
        tenantName: 'Acme Corporation of North America and Europe',
        service: { id: 'teams-gcc-high', label: 'Microsoft Teams (GCC High)' },
        refreshToken: SAMPLE_TOKEN.repeat(6).slice(0, 4096),
      }),
  },
  {
    name: 'consent',
    render: (pages, language) =>
      pages.consent({ ...common(language), service: TEAMS, startUrl: `${START}/dominoTeams/index.html` }),
  },
  {
    name: 'check',
    render: (pages, language) =>
      pages.check({
        ...common(language),
        languages: listLanguages(),
        values: {
          address_known: true,
          site_in_service: true,
          public_url: START,
          host_is_public_host: true,
          scheme: 'https',
          http_version: '1.1',
          client_address: '192.0.2.7',
          forwarded: true,
          authorization_present: false,
          authorization_is_bearer: false,
          authorization_length: 0,
          header_bytes: 812,
        },
      }),
  },
  ...listTopics().map(([topic, code]) => ({
    name: `error-${topic}`,
    render: (pages: Pages, language: Language) => pages.error(buildErrorView(language, code)),
  })),
  {
    name: 'error-declinedOrAdmin',
    render: (pages, language) =>
      pages.error({ ...buildErrorView(language, 'access_denied'), adminConsentUrl: CONSENT }),
  },
  {
    name: 'error-adminConsentWithoutLink',
    render: (pages, language) =>
      pages.error({ ...buildErrorView(language, 'admin_consent_required'), adminConsentUrl: undefined }),
  },
  {
    name: 'error-nowhere',
    render: (pages, language) =>
      pages.error({
        ...buildErrorView(language, 'not_found'),
        tenantName: undefined,
        supportUrl: undefined,
        homePath: undefined,
        isAddressKnown: false,
        languages: listLanguages(),
      }),
  },
];

function common(language: Language): View {
  return {
    language,
    languages: [],
    tenantName: 'Acme Corporation',
    logoPath: undefined,
    supportUrl: 'https://help.acme.example/meetings',
    requestId: '7K3F9QZ1XA',
    assetBase: '/',
    homePath: '/acme/',
  };
}

function listLanguages(): View['languages'] {
  return LANGUAGES.map((language) => ({ language, href: `?lang=${language}` }));
}

/** The first code of each topic, in the order of the catalogue. */
function listTopics(): [topic: string, code: ErrorCode][] {
  const first = new Map<string, ErrorCode>();
  for (const code of ERROR_CODES) if (!first.has(TOPIC_OF_CODE[code])) first.set(TOPIC_OF_CODE[code], code);
  return [...first];
}

function buildErrorView(language: Language, code: ErrorCode): ErrorView {
  const { status, action } = ERROR_CATALOGUE[code];
  const hasService = !['not_found', 'server_error', 'invalid_request', 'rate_limited'].includes(code);
  return {
    ...common(language),
    service: hasService ? TEAMS : undefined,
    status,
    code,
    providerNumber: code === 'admin_consent_required' ? 'AADSTS90094' : undefined,
    names: code === 'insufficient_scope' ? ['OnlineMeetings.ReadWrite'] : [],
    time: '2026-11-26T09:41:00Z',
    isAddressKnown: true,
    startUrl: hasService && action !== 'contact_admin' ? `${START}/dominoTeams/index.html` : undefined,
    adminConsentUrl: code === 'admin_consent_required' ? CONSENT : undefined,
  };
}
