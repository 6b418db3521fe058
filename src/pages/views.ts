import type { Language } from './texts/languages.ts';
import type { CheckLabel } from './texts/texts.ts';

/** The input of the pages. They decide nothing and read nothing else; every value is escaped. */

export interface View {
  readonly language: Language;
  /** The same page in other languages; empty where another load would show something else. */
  readonly languages: readonly LanguageLink[];
  /** Name of the tenant; undefined if it has none. */
  readonly tenantName: string | undefined;
  /** The tenant's logo, relative to the asset base. */
  readonly logoPath: string | undefined;
  /** Where the tenant's users get help: `https:` or `mailto:`. */
  readonly supportUrl: string | undefined;
  /** Short enough to read out to a help desk. */
  readonly requestId: string;
  /**
   * What the addresses of assets begin with, e.g. `/acme/`. Empty at addresses that belong to nobody: the assets are then
   * relative to the page, so that they take the same way through proxies.
   */
  readonly assetBase: string;
  /** Path of the landing page, e.g. `/acme/`; undefined where there is none, and on that page itself. */
  readonly homePath: string | undefined;
}

export interface LanguageLink {
  readonly language: Language;
  readonly href: string;
}

/** A meeting service: its id chooses colour and monogram. */
export interface ServiceName {
  readonly id: string;
  readonly label: string;
}

export interface ServiceLink extends ServiceName {
  readonly startUrl: string;
  /** Host of the sign-in page. */
  readonly signInHost: string;
  /** Page on which a user removes the app by hand. */
  readonly manageUrl: string | undefined;
}

export interface LandingView extends View {
  readonly services: readonly ServiceLink[];
  /** What an administrator enters in Notes. */
  readonly rootUrl: string;
}

export interface TokenView extends View {
  readonly service: ServiceName;
  readonly refreshToken: string;
}

export interface ConsentView extends View {
  readonly service: ServiceName;
  readonly startUrl: string;
}

/** What reached the server, by the names of the JSON form. */
export interface CheckView extends View {
  readonly values: Readonly<Partial<Record<CheckLabel, string | number | boolean>>>;
}

export interface ErrorView extends View {
  /** The meeting service, when the error concerns one. */
  readonly service: ServiceName | undefined;
  readonly status: number;
  /** A code of the error catalogue, e.g. `invalid_flow`. */
  readonly code: string;
  /** The number under which the service documents the error, such as `AADSTS90094`. */
  readonly providerNumber: string | undefined;
  /** Configured names that the error is about, such as missing scopes. */
  readonly names: readonly string[];
  /** When it happened, ISO 8601 in UTC. */
  readonly time: string;
  /** Whether the address belongs to a tenant. */
  readonly isAddressKnown: boolean;
  /** Where a new sign-in starts; undefined if that would not help. */
  readonly startUrl: string | undefined;
  /** Where an administrator consents for the whole organization; undefined if that would not help. */
  readonly adminConsentUrl: string | undefined;
}

/** A file that a page refers to; its path holds a hash of its content, so it never changes. */
export interface Asset {
  readonly contentType: string;
  readonly body: Buffer;
  /** The body by content coding (RFC 9110 section 8.4.1), smallest first; absent for a format that is compressed. */
  readonly encodings?: ReadonlyMap<ContentCoding, Buffer>;
}

export type ContentCoding = 'br' | 'gzip';

export interface Pages {
  landing(view: LandingView): string;
  token(view: TokenView): string;
  consent(view: ConsentView): string;
  check(view: CheckView): string;
  error(view: ErrorView): string;
  /** By URL path without the tenant's prefix, e.g. `/assets/page.3f2a9c01.css`. */
  readonly assets: ReadonlyMap<string, Asset>;
}
