import type { Topic } from './topics.ts';

/**
 * All texts of the pages. A language is one object of this type, so a missing text does not compile. Labels of Notes stay in
 * English, in the quotation marks of the language: we know of no translation of them.
 */
export interface Texts {
  /** BCP 47 tag, for the `lang` attribute. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly product: string;
  /** Label of the tenant's support link. */
  readonly support: string;
  readonly home: string;
  /** Between a label and its value. */
  readonly colon: string;
  /** Name of the list of languages. */
  readonly language: string;
  readonly copy: string;
  readonly copied: string;
  /** Announced if no way of copying works; the text is then selected. */
  readonly copyFailed: string;
  readonly landing: {
    readonly title: string;
    readonly lead: string;
    readonly servicesHeading: string;
    /** Below the label of a service; the host is where its sign-in takes place. */
    readonly signInAt: (host: string) => string;
    readonly stepsHeading: string;
    readonly steps: readonly [string, string, string];
    readonly removeHeading: string;
    readonly remove: string;
    readonly rootHeading: string;
    readonly root: string;
    readonly emptyHeading: string;
    readonly empty: string;
  };
  readonly token: {
    readonly title: (service: string) => string;
    /** The title after Copy. */
    readonly copiedTitle: string;
    readonly heading: (service: string) => string;
    readonly lead: string;
    readonly label: string;
    readonly length: (characters: number) => string;
    readonly show: string;
    /** Announced by screen readers after a copy; differs from the button, which they read out as well. */
    readonly copiedStatus: string;
    readonly withoutScript: string;
    readonly stepsHeading: string;
    readonly steps: readonly [string, string, string];
    /** Describes the drawing of the form in Notes. */
    readonly drawing: string;
    readonly caution: string;
    /** On paper, in place of the token. */
    readonly printed: string;
  };
  readonly error: {
    /** The subject of a sentence if the error concerns no known service. */
    readonly anyService: string;
    readonly topics: Readonly<Record<Topic, TopicTexts>>;
    readonly nextHeading: string;
    readonly startAgain: string;
    readonly adminHeading: string;
    /** For whoever may consent. */
    readonly adminConsent: string;
    readonly adminLink: string;
    /** For whoever may not. */
    readonly sendLink: string;
    /** For an app that may be unknown because no administrator has consented yet. */
    readonly mayNeedAdmin: (service: string) => string;
    /** What to do in place of sending a link, at services that have no page for administrators. */
    readonly adminConsentWithoutLink: string;
    readonly detailsHeading: string;
    readonly requestId: string;
    readonly time: string;
    readonly status: string;
    readonly code: string;
    readonly service: string;
    readonly copyDetails: string;
    readonly detailsCopied: string;
  };
  readonly consent: {
    readonly heading: string;
    readonly lead: (service: string) => string;
    readonly next: string;
    readonly start: string;
  };
  readonly check: {
    readonly title: string;
    readonly lead: string;
    readonly yes: string;
    readonly no: string;
    readonly labels: Readonly<Record<CheckLabel, string>>;
  };
}

/** A text, or one that names the service. */
export type Sentence = string | ((service: string) => string);

export interface TopicTexts {
  readonly headline: Sentence;
  readonly happened: Sentence;
  /** What to do, and who. */
  readonly todo: Sentence;
}

/** The rows of the connection check, in its order; the names are those of its JSON form. */
export const CHECK_LABELS = [
  'address_known',
  'site_in_service',
  'public_url',
  'host_is_public_host',
  'scheme',
  'http_version',
  'client_address',
  'forwarded',
  'authorization_present',
  'authorization_is_bearer',
  'authorization_length',
  'header_bytes',
] as const;

export type CheckLabel = (typeof CHECK_LABELS)[number];
