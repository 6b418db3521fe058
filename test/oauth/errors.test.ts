import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { EXPLANATIONS } from '../../scripts/errors/explanations.ts';
import { DomiError, ERROR_CATALOGUE, ERROR_CODES } from '../../src/oauth/errors.ts';

describe('error catalogue', () => {
  it('and its documentation list the same codes with the same status and action', () => {
    const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    const documented = [...text.matchAll(/^\| \[`(\w+)`\]\(#\1\) \| (\d+) \| (\w+) \|/gm)].map(([, ...row]) =>
      row.join(' '),
    );
    const rows = ERROR_CODES.map((code) => {
      const { status, action } = ERROR_CATALOGUE[code];
      return `${code} ${status} ${action}`;
    });
    expect(documented.sort()).to.deep.equal(rows.sort());
  });

  it('is explained to administrators, each error in words of its own', () => {
    const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    for (const code of ERROR_CODES) {
      const { cause, find, remedy } = EXPLANATIONS[code];
      const section = `\n### \`${code}\`\n\n- **Cause:** ${cause}\n- **Find out more:** ${find}.\n- **Cure:** ${remedy}\n`;
      expect(text, code).to.include(section);
      expect(cause, code).to.match(/^[A-Z`].{20,}[.…]$/);
    }
    expect(new Set(ERROR_CODES.map((code) => EXPLANATIONS[code].cause)).size).to.equal(ERROR_CODES.length);
  });

  it('promises a retry exactly where it says retryable, and Retry-After with 429 and 503', () => {
    for (const code of ERROR_CODES) {
      const error = new DomiError(code);
      expect(error.retryable, code).to.equal(error.action === 'retry');
      const hasRetryAfter = error.headers['Retry-After'] !== undefined;
      expect(hasRetryAfter, code).to.equal(error.status === 429 || error.status === 503);
    }
  });

  it('says everything in printable ASCII sentences', () => {
    for (const code of ERROR_CODES)
      expect(ERROR_CATALOGUE[code].description).to.match(/^[A-Z][\x20-\x7e]+\.$/);
  });
});
