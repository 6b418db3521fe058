import { ERROR_CATALOGUE, ERROR_CODES } from '../../src/oauth/errors.ts';
import { en } from '../../src/pages/texts/en.ts';
import { TOPIC_OF_CODE } from '../../src/pages/texts/topics.ts';
import { EXPLANATIONS } from './explanations.ts';

/** Renders the catalogue as a Markdown table: what Notes gets, what a person sees, what an administrator does. */
export function renderErrorsTable(): string {
  const rows = ERROR_CODES.map((code) => {
    const { status, action } = ERROR_CATALOGUE[code];
    const { headline } = en.error.topics[TOPIC_OF_CODE[code]];
    const page = typeof headline === 'string' ? headline : headline('Zoom');
    const { cause, find, remedy } = EXPLANATIONS[code];
    return `| \`${code}\` | ${status} | ${action} | ${[page, cause, find, remedy].join(' | ')} |`;
  });
  return [
    '| error | status | action | headline of the page | cause | how to find out | what to do |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
