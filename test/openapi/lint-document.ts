import { createConfig, lintFromString } from '@redocly/openapi-core';

/** All rules of Redocly's strictest set, apart from two that do not fit, and some that it leaves to choice. */
const CONFIGURATION = {
  extends: ['recommended-strict'],
  rules: {
    // The start of a sign-in succeeds with a redirect.
    'operation-2xx-response': 'off',
    // What users of the file replace by their own host.
    'no-server-example.com': 'off',
    'no-invalid-media-type-examples': 'error',
    'no-invalid-schema-examples': 'error',
    'no-unused-components': 'error',
    'operation-tag-defined': 'error',
    'parameter-description': 'error',
    'tag-description': 'error',
    'response-contains-header': { severity: 'error', names: { '200': ['X-Request-Id'] } },
  },
} as const;

/** @returns problems with the rule and the place; empty when there is none */
export async function lintDocument(document: object): Promise<string[]> {
  const config = await createConfig(CONFIGURATION as never);
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`);
}
