import { ERROR_CATALOGUE, ERROR_CODES, type ErrorCode } from '../../src/oauth/errors.ts';
import { en } from '../../src/pages/texts/en.ts';
import { TOPIC_OF_CODE } from '../../src/pages/texts/topics.ts';
import { EXPLANATIONS } from './explanations.ts';

/**
 * Renders the catalogue as Markdown: a table of all codes, and a section for each. The heading of a section is the code, so
 * that `errors.md#invalid_grant` leads to it.
 */
export function renderErrorsTable(): string {
  const rows = ERROR_CODES.map((code) => {
    const { status, action } = ERROR_CATALOGUE[code];
    return `| [\`${code}\`](#${code}) | ${status} | ${action} | ${headlineOf(code)} |`;
  });
  return [
    '| error | status | action | headline of the page |',
    '| --- | --- | --- | --- |',
    ...rows,
    ...ERROR_CODES.map(renderSection),
  ].join('\n');
}

function renderSection(code: ErrorCode): string {
  const { cause, find, remedy } = EXPLANATIONS[code];
  return `\n### \`${code}\`\n\n- **Cause:** ${cause}\n- **Find out more:** ${find}.\n- **Cure:** ${remedy}`;
}

function headlineOf(code: ErrorCode): string {
  const { headline } = en.error.topics[TOPIC_OF_CODE[code]];
  return typeof headline === 'string' ? headline : headline('Zoom');
}
