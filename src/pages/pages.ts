import { join } from 'node:path';
import { loadAssets } from './load-assets.ts';
import { loadTemplates } from './load-templates.ts';
import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import { fr } from './texts/fr.ts';
import type { Language } from './texts/languages.ts';
import type { Texts, Translation } from './texts/texts.ts';
import type { ErrorView, Pages, View } from './views.ts';

const TEXTS: Readonly<Record<Language, Texts>> & Readonly<Record<Exclude<Language, 'en'>, Translation>> = {
  en,
  de,
  fr,
};

/** Reads templates and assets once; rendering a page reads no file. */
export async function createPages(): Promise<Pages> {
  const [eta, assets] = await Promise.all([
    loadTemplates(join(import.meta.dirname, 'templates')),
    loadAssets(),
  ]);
  const render = (name: string, view: View, more: object = {}): string =>
    eta.render(name, { texts: TEXTS[view.language], assets: assets.paths, view, ...more });
  return {
    landing: (view) => render('@landing', view),
    token: (view) => render('@token', view),
    error: (view) => render('@error', view, { advice: buildAdvice(TEXTS[view.language].error, view) }),
    assets: assets.byPath,
  };
}

interface Advice {
  readonly headline: string;
  readonly description: string;
  readonly next: string;
}

/** Codes without their own texts get a complete page too. */
function buildAdvice(texts: Texts['error'], view: ErrorView): Advice {
  const service = view.label ?? texts.anyService;
  const headline = find(texts.headlines, view.code);
  return {
    headline: headline?.(service) ?? texts.otherHeadline,
    description: find(texts.descriptionOf, view.code) ?? view.description,
    next: find(texts.nextOf, view.code) ?? texts.next[view.action],
  };
}

/** Own members only: every object has a `constructor`. */
function find<T>(texts: Readonly<Record<string, T>>, code: string): T | undefined {
  return Object.hasOwn(texts, code) ? texts[code] : undefined;
}
