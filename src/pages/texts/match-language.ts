import { LANGUAGES, type Language } from './languages.ts';

/** Tags that are looked at. Browsers send fewer than ten; a header of 8 KB has thousands. */
const MAX_TAGS = 20;
/** Characters; the longest tags that are in use have about 20. */
const MAX_LENGTH = 35;

/**
 * Finds the first tag that one of our languages serves. Languages are compared with their script, as CLDR completes it: for
 * `zh-CN` that is Hans, for `zh-TW` Hant, which we do not have, so the next tag counts; `pt` and `pt-PT` find Brazilian
 * Portuguese, which is closer than English.
 * @param tags BCP 47 tags, the preferred one first
 */
export function matchLanguage(tags: readonly string[]): Language | undefined {
  for (const tag of tags.slice(0, MAX_TAGS)) {
    const wanted = nameWithScript(tag);
    const found = wanted && LANGUAGES.find((language) => nameWithScript(language) === wanted);
    if (found) return found;
  }
  return undefined;
}

/** @returns for example `zh-Hans`; undefined when the text is not a tag */
function nameWithScript(tag: string): string | undefined {
  if (tag.length > MAX_LENGTH) return undefined;
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    return undefined;
  }
}
