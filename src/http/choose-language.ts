import { LANGUAGES, type Language } from '../pages/texts/languages.ts';
import { matchLanguage } from '../pages/texts/match-language.ts';
import type { DomiContext } from './context.ts';
import { readCookies } from './cookies.ts';

/** Not a secret, so it is not sealed: the tag of a language, and only for people who have chosen one. */
export const LANGUAGE_COOKIE = '__Host-domi-language';

/**
 * Chooses the language of a page: the one that the person has chosen here, the first one that the browser asks for and we
 * have (RFC 9110 section 12.5.4), that of the tenant or, without one, of the service.
 */
export function chooseLanguage(ctx: DomiContext): Language {
  const { tenant, defaultLanguage } = ctx.state;
  return (
    readChosenLanguage(ctx) ??
    findLanguage(readCookies(ctx)[LANGUAGE_COOKIE]) ??
    matchLanguage(ctx.acceptsLanguages()) ??
    tenant?.language ??
    defaultLanguage
  );
}

/** @returns the language of the parameter `lang`, when it is one of ours */
export function readChosenLanguage(ctx: DomiContext): Language | undefined {
  const chosen = new URLSearchParams(ctx.querystring).getAll('lang');
  return chosen.length === 1 ? findLanguage(chosen[0]) : undefined;
}

function findLanguage(tag: string | undefined): Language | undefined {
  const wanted = tag?.toLowerCase();
  return LANGUAGES.find((language) => language.toLowerCase() === wanted);
}
