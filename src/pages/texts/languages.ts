/** The languages of the pages, as BCP 47 tags; each is a file of this folder. */
export const LANGUAGES = ['en', 'de', 'fr'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language of tenants that do not set one, and of pages without a tenant. */
export const DEFAULT_LANGUAGE: Language = 'en';
