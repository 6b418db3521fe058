import type { Language } from '../../pages/texts/languages.ts';
import type { Step } from '../context.ts';

/** Sets the language of pages without a tenant, before anything can fail. */
export function setDefaultLanguage(inUse: { readonly config: { readonly defaultLanguage: Language } }): Step {
  return function setDefaultLanguage(ctx, next) {
    ctx.state.defaultLanguage = inUse.config.defaultLanguage;
    return next();
  };
}
