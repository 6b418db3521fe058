import type http from 'node:http';
import fc from 'fast-check';
import { answerTokens } from '../helpers/scripted-provider.ts';

/** How a provider answers one request. */
export type Script = (response: http.ServerResponse) => void;

const BODIES = fc.oneof(
  fc.constantFrom('', '<html>', 'error=invalid_grant', '{}', '[]', '{"access_token":7}'),
  fc
    .constantFrom('invalid_grant', 'invalid_client', 'invalid_scope', 'unsupported_token_type', 'odd')
    .map((error) => JSON.stringify({ error, error_description: 'AADSTS65001: odd' })),
  fc
    .record({ access_token: fc.string(), expires_in: fc.double(), scope: fc.jsonValue() })
    .map((body) => JSON.stringify(body)),
  fc.json(),
);

/** Answers of a provider, good and odd. */
export const arbitraryScripts: fc.Arbitrary<Script> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Script>((response) => answerTokens(response)) },
  {
    weight: 4,
    arbitrary: fc
      .record({
        status: fc.constantFrom(200, 200, 204, 302, 400, 400, 401, 403, 404, 429, 500, 503),
        type: fc.constantFrom('application/json', 'text/html', 'application/x-www-form-urlencoded', ''),
        body: BODIES,
        wait: fc.option(fc.constantFrom('7', 'soon'), { nil: undefined }),
      })
      .map(
        ({ status, type, body, wait }): Script =>
          (response) => {
            response.statusCode = status;
            if (type !== '') response.setHeader('Content-Type', type);
            if (wait !== undefined) response.setHeader('Retry-After', wait);
            response.end(body);
          },
      ),
  },
  { weight: 1, arbitrary: fc.constant<Script>((response) => response.destroy()) },
);
