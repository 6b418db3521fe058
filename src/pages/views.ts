import type { Language } from './texts/languages.ts';

/** The input of the pages. They decide nothing and read nothing else; every value is escaped. */

export interface View {
  readonly language: Language;
  /** Name of the tenant; undefined if it has none. */
  readonly tenantName: string | undefined;
  /** The tenant's logo, relative to the home path. */
  readonly logoPath: string | undefined;
  /** Where the tenant's users get help: `https:` or `mailto:`. */
  readonly supportUrl: string | undefined;
  /** Short enough to read out to a help desk. */
  readonly requestId: string;
  /** Path of the landing page, e.g. `/acme/`. */
  readonly homePath: string;
}

export interface LandingView extends View {
  readonly services: readonly { readonly id: string; readonly label: string; readonly startUrl: string }[];
}

export interface TokenView extends View {
  readonly label: string;
  readonly refreshToken: string;
}

export interface ErrorView extends View {
  /** Label of the meeting service, when the error concerns one. */
  readonly label: string | undefined;
  readonly status: number;
  /** A code of the error catalogue, e.g. `invalid_flow`. */
  readonly code: string;
  /** The catalogue's sentence, or the more precise one of this error. */
  readonly description: string;
  /** Configured names that the error is about, such as missing scopes. */
  readonly names: readonly string[];
  readonly action: 'reauthorize' | 'retry' | 'contact_admin';
  /** Where a new sign-in starts; undefined if that would not help. */
  readonly startUrl: string | undefined;
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
  error(view: ErrorView): string;
  /** By URL path without the tenant's prefix, e.g. `/assets/page.3f2a9c01.css`. */
  readonly assets: ReadonlyMap<string, Asset>;
}
