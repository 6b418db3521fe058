/** The languages of the pages, as BCP 47 tags; each is a file of this folder. */
export const LANGUAGES = ['en', 'de', 'fr', 'it', 'es', 'pt-BR', 'nl', 'ja', 'zh-Hans', 'ko'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language of tenants that do not set one, and of pages without a tenant. */
export const DEFAULT_LANGUAGE: Language = 'en';

/** Each language by its own name, for the choice on a page. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  it: 'Italiano',
  es: 'Español',
  'pt-BR': 'Português (Brasil)',
  nl: 'Nederlands',
  ja: '日本語',
  'zh-Hans': '简体中文',
  ko: '한국어',
};
