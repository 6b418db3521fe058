import type { ErrorCode } from '../../oauth/errors.ts';
import type { ErrorView } from '../views.ts';

/**
 * All texts of the pages. A language is one object of this type. It covers the error catalogue, so a new code without a
 * headline does not compile.
 */
export interface Texts {
  /** BCP 47 tag, for the `lang` attribute. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly product: string;
  readonly footer: string;
  /** Label of the tenant's support link. */
  readonly support: string;
  readonly landing: {
    readonly title: string;
    readonly lead: string;
    readonly servicesHeading: string;
    /** Below the label of a service. */
    readonly serviceHint: string;
    readonly stepsHeading: string;
    readonly steps: readonly string[];
    readonly emptyHeading: string;
    readonly empty: string;
  };
  readonly token: {
    readonly title: (service: string) => string;
    readonly heading: (service: string) => string;
    readonly lead: string;
    readonly label: string;
    readonly copy: string;
    readonly copied: string;
    /** Announced by screen readers after a copy; differs from the button, which they read out as well. */
    readonly copiedStatus: string;
    /** Shown if no way of copying works; the token is then selected. */
    readonly copyFailedStatus: string;
    readonly withoutScript: string;
    readonly stepsHeading: string;
    readonly steps: readonly string[];
    readonly secretHeading: string;
    readonly secret: string;
    readonly onceHeading: string;
    readonly once: string;
    readonly again: string;
  };
  readonly error: {
    /** Starts a headline if the error concerns no known service. */
    readonly anyService: string;
    readonly headlines: Readonly<Record<ErrorCode, (service: string) => string>>;
    /** Replaces sentences of the catalogue that are meant for Notes: this page appears before Notes has a token. */
    readonly descriptionOf: Readonly<Partial<Record<ErrorCode, string>>>;
    /** For codes without a text in this language. */
    readonly otherHeadline: string;
    readonly nextHeading: string;
    readonly next: Readonly<Record<ErrorView['action'], string>>;
    /** Advice for codes for which the general advice of their action would be misleading. */
    readonly nextOf: Readonly<Partial<Record<ErrorCode, string>>>;
    readonly startAgain: string;
    readonly home: string;
    readonly requestId: string;
    readonly requestIdHint: string;
    readonly status: string;
  };
}

/** A language other than English, the language of the catalogue: it needs a sentence for every code. */
export interface Translation extends Texts {
  readonly error: Texts['error'] & { readonly descriptionOf: Readonly<Record<ErrorCode, string>> };
}
