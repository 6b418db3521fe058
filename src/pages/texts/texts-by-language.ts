import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import type { Language } from './languages.ts';
import { nl } from './nl.ts';
import { ptBr } from './pt-br.ts';
import type { Texts } from './texts.ts';
import { zhHans } from './zh-hans.ts';

export const TEXTS: Readonly<Record<Language, Texts>> = {
  en,
  de,
  fr,
  it,
  es,
  'pt-BR': ptBr,
  nl,
  ja,
  'zh-Hans': zhHans,
  ko,
};
