import { join } from 'node:path';
import { buildErrorContent } from './build-error-content.ts';
import { loadAssets } from './load-assets.ts';
import { loadTemplates } from './load-templates.ts';
import { chooseMonogram, chooseTone } from './service-look.ts';
import { LANGUAGE_NAMES } from './texts/languages.ts';
import { CHECK_LABELS } from './texts/texts.ts';
import { TEXTS } from './texts/texts-by-language.ts';
import type { CheckView, Pages, View } from './views.ts';

/** Reads templates and assets once; rendering a page reads no file. */
export async function createPages(): Promise<Pages> {
  const [eta, assets] = await Promise.all([
    loadTemplates(join(import.meta.dirname, 'templates')),
    loadAssets(),
  ]);
  const common = { assets: assets.paths, names: LANGUAGE_NAMES, chooseMonogram, chooseTone };
  const render = (name: string, view: View, more: object = {}): string =>
    eta.render(name, { ...common, texts: TEXTS[view.language], view, ...more });
  return {
    landing: (view) => render('@landing', view),
    token: (view) => render('@token', view),
    consent: (view) => render('@consent', view),
    check: (view) => render('@check', view, { rows: listRows(view) }),
    error: (view) => render('@error', view, { content: buildErrorContent(TEXTS[view.language], view) }),
    assets: assets.byPath,
  };
}

function listRows({ language, values }: CheckView): { label: string; value: string }[] {
  const { labels, yes, no } = TEXTS[language].check;
  return CHECK_LABELS.flatMap((name) => {
    const value = values[name];
    if (value === undefined) return [];
    const shown = typeof value === 'boolean' ? (value ? yes : no) : String(value);
    return [{ label: labels[name], value: shown }];
  });
}
