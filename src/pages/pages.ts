import { join } from 'node:path';
import { loadAssets } from './load-assets.ts';
import { loadTemplates } from './load-templates.ts';
import { en } from './texts/en.ts';
import type { Texts } from './texts/texts.ts';
import type { ErrorView, Pages } from './views.ts';

/** Reads templates and assets once; what it returns touches no file any more. */
export async function createPages(): Promise<Pages> {
  const [eta, assets] = await Promise.all([
    loadTemplates(join(import.meta.dirname, 'templates')),
    loadAssets(),
  ]);
  const common = { texts: en, assets: assets.paths };
  return {
    landing: (view) => eta.render('@landing', { ...common, view }),
    token: (view) => eta.render('@token', { ...common, view }),
    error: (view) => eta.render('@error', { ...common, view, advice: buildAdvice(en.error, view) }),
    assets: assets.byPath,
  };
}

interface Advice {
  readonly headline: string;
  readonly description: string;
  readonly next: string;
}

/** A code without words of its own still gets a complete page. */
function buildAdvice(texts: Texts['error'], view: ErrorView): Advice {
  const service = view.label ?? texts.anyService;
  const headline = find(texts.headlines, view.code);
  return {
    headline: headline?.(service) ?? texts.otherHeadline,
    description: find(texts.descriptionOf, view.code) ?? view.description,
    next: find(texts.nextOf, view.code) ?? texts.next[view.action],
  };
}

/** Own members only: a code is not compiled in here, and every object knows `constructor`. */
function find<T>(texts: Readonly<Record<string, T>>, code: string): T | undefined {
  return Object.hasOwn(texts, code) ? texts[code] : undefined;
}
