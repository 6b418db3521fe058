import type { ErrorCode } from '../../oauth/errors.ts';
import type { ErrorView } from '../views.ts';

/**
 * Every word of the pages. A language is one object of this type; the error catalogue is part of it, so a new code
 * without a headline does not compile.
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
    /** Announced after a copy; not the same words as the button, which are read out too. */
    readonly copiedStatus: string;
    /** When neither way of copying works: the token is selected by then. */
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
    /** Stands at the start of a headline when the fault concerns no known service. */
    readonly anyService: string;
    readonly headlines: Readonly<Record<ErrorCode, (service: string) => string>>;
    /** Where the catalogue's sentence speaks to Notes, which has a token already; this page is seen before that. */
    readonly descriptionOf: Readonly<Partial<Record<ErrorCode, string>>>;
    /** For a code that this language does not know yet. */
    readonly otherHeadline: string;
    readonly nextHeading: string;
    readonly next: Readonly<Record<ErrorView['action'], string>>;
    /** Codes for which the general advice of their action would mislead. */
    readonly nextOf: Readonly<Partial<Record<ErrorCode, string>>>;
    readonly startAgain: string;
    readonly home: string;
    readonly requestId: string;
    readonly requestIdHint: string;
    readonly status: string;
  };
}

/** A language other than that of the catalogue: it needs a sentence for every code. */
export interface Translation extends Texts {
  readonly error: Texts['error'] & { readonly descriptionOf: Readonly<Record<ErrorCode, string>> };
}
