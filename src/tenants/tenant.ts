import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';
import type { Provider } from '../oauth/provider.ts';
import { DEFAULT_LANGUAGE, type Language } from '../pages/texts/languages.ts';
import type { Logo } from './logo.ts';
import { normalizeHost } from './normalize-host.ts';

/** A customer: a public URL and the providers that its users may use. */
export interface Tenant {
  readonly id: string;
  /** Shown on pages; undefined when the service has a single tenant without a name. */
  readonly displayName: string | undefined;
  readonly language: Language;
  /** Where its users get help: `https:` or `mailto:`. */
  readonly supportUrl: string | undefined;
  readonly logo: Logo | undefined;
  /** Scheme, host and path under which browsers and Notes reach it; no slash at the end. */
  readonly publicUrl: string;
  /** `Host` header of its requests: lower case, without the default port. `toAddressKey` is what the lookup compares. */
  readonly host: string;
  /** Path of the public URL: empty, or `/acme`. */
  readonly prefix: string;
  /** Whether browsers use TLS, and so get HSTS. */
  readonly isSecure: boolean;
  /** What its users may use of this service. */
  readonly limits: Limits;
  /** The enabled providers, in the order of the landing page. */
  readonly providers: readonly Provider[];
  /** Maps, not objects: the keys come from the request, and every object has a `constructor`. */
  readonly byPath: ReadonlyMap<string, Provider>;
  readonly byCallback: ReadonlyMap<string, Provider>;
  /** Those that have a webhook. */
  readonly byWebhook: ReadonlyMap<string, Provider>;
  /** Whether its configuration has a fault: its address answers that, and nothing else. */
  readonly isMisconfigured: boolean;
}

export interface TenantSettings {
  readonly id: string;
  readonly displayName?: string | undefined;
  readonly language?: Language | undefined;
  readonly supportUrl?: string | undefined;
  readonly logo?: Logo | undefined;
  readonly publicUrl: string;
  readonly limits?: Limits;
  readonly providers: readonly Provider[];
  readonly isMisconfigured?: boolean;
}

export function createTenant(settings: TenantSettings): Tenant {
  const url = new URL(settings.publicUrl);
  const prefix = url.pathname.replace(/\/+$/, '');
  return {
    id: settings.id,
    displayName: settings.displayName,
    language: settings.language ?? DEFAULT_LANGUAGE,
    supportUrl: settings.supportUrl,
    logo: settings.logo,
    publicUrl: url.origin + prefix,
    host: normalizeHost(url.host) ?? url.host,
    prefix,
    isSecure: url.protocol === 'https:',
    limits: settings.limits ?? DEFAULT_LIMITS,
    providers: settings.providers,
    byPath: new Map(settings.providers.map((provider) => [provider.path, provider])),
    byCallback: new Map(settings.providers.map((provider) => [provider.callback, provider])),
    byWebhook: new Map(
      settings.providers.flatMap((provider) => (provider.webhook ? [[provider.webhook.path, provider]] : [])),
    ),
    isMisconfigured: settings.isMisconfigured ?? false,
  };
}
