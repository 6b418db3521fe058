import fc from 'fast-check';
import {
  METHODS_OF_PATHS,
  type OpenApiDocument,
  type Operation,
  type Parameter,
} from '../../src/openapi/open-api-document.ts';
import { listPorts } from '../helpers/documented/find-operations.ts';

/** A request that somebody may send to an address of the document. */
export interface ArbitraryRequest {
  readonly port: 'web' | 'management';
  /** As it stands in the document. */
  readonly template: string;
  readonly method: string;
  /** With the query, below no prefix yet. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const UNDOCUMENTED_METHODS = ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];

const LATIN = fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code));

/** What a header value may hold: ASCII and Latin-1 without controls, no blank at either end. */
const headerText = fc
  .string({ unit: LATIN, maxLength: 60 })
  .map((text) => text.replaceAll('\x7f', '').trim());

const oddText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    '',
    '0',
    'null',
    '../..',
    '%2e%2e',
    '%',
    'a'.repeat(2000),
    '<script>',
    '\u0000',
    "' or 1=1",
  ),
);

const authorization = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 9999 }).map((serial) => `Bearer token-${serial}`) },
  { weight: 1, arbitrary: fc.constantFrom('Bearer one', 'bearer  one more') },
  { weight: 1, arbitrary: headerText },
  { weight: 1, arbitrary: headerText.map((text) => `Bearer ${text}`) },
);

/** Headers that the service reads, and values that it expects. Each may be there, absent or odd. */
const HEADERS: Readonly<Record<string, readonly string[]>> = {
  accept: ['application/json', 'text/html', '*/*', 'text/html;q=0.1,application/json', 'image/png'],
  'accept-language': ['de', 'fr;q=0.5, ja', '*'],
  'accept-encoding': ['br', 'gzip', 'identity;q=0, *;q=0'],
  'sec-fetch-site': ['none', 'same-origin', 'cross-site'],
  'sec-fetch-dest': ['document', 'image', 'empty'],
  'x-forwarded-for': ['203.0.113.9', 'unknown, 10.0.0.1'],
  'x-forwarded-proto': ['http', 'https'],
  'if-none-match': ['*', '"abc"'],
  range: ['bytes=0-1'],
  expect: ['100-continue', 'something-else'],
  cookie: ['__Host-domi-language=de', '__Host-domi-flow=x; a=b'],
  'x-request-id': ['mine'],
};

const headers = fc
  .uniqueArray(
    fc
      .constantFrom(...Object.keys(HEADERS))
      .chain((name) => fc.tuple(fc.constant(name), arbitraryHeader(name))),
    { maxLength: 3, selector: ([name]) => name },
  )
  .map((pairs) => Object.fromEntries(pairs));

/** Node's client does not send an expectation of any other form. */
function arbitraryHeader(name: string): fc.Arbitrary<string> {
  const expected = fc.constantFrom(...(HEADERS[name] ?? []));
  if (name === 'expect') return expected;
  return fc.oneof({ weight: 4, arbitrary: expected }, { weight: 1, arbitrary: headerText });
}

/** Requests to every operation of a document, and to its addresses by other methods. */
export function arbitraryRequests({ paths }: OpenApiDocument): fc.Arbitrary<ArbitraryRequest> {
  const targets = Object.entries(paths).flatMap(([template, item]) => {
    return METHODS_OF_PATHS.flatMap((method) => {
      const operation = item[method];
      if (operation === undefined) return [];
      return listPorts(item).map((port) => ({ template, port, method: method.toUpperCase(), operation }));
    });
  });
  return fc.constantFrom(...targets).chain(({ template, port, method, operation }) =>
    fc
      .record({
        method: fc.oneof(
          { weight: 6, arbitrary: fc.constant(method) },
          { weight: 1, arbitrary: fc.constantFrom(...UNDOCUMENTED_METHODS) },
        ),
        path: fillPath(template),
        query: arbitraryQuery(operation),
        headers,
        authorization: fc.option(authorization, {
          nil: undefined,
          freq: operation.security.length > 0 ? 6 : 1,
        }),
        documented: arbitraryHeaders(operation),
        body: fc.option(arbitraryBody(operation), {
          nil: undefined,
          freq: operation.requestBody === undefined ? 1 : 5,
        }),
      })
      .map((parts) => ({
        port,
        template,
        method: parts.method,
        path: parts.path + parts.query,
        headers: {
          ...parts.headers,
          ...parts.documented,
          ...(parts.authorization !== undefined && { authorization: parts.authorization }),
        },
        body: parts.body,
      })),
  );
}

function fillPath(template: string): fc.Arbitrary<string> {
  return oddText.map((text) =>
    template.replace(/\{[^}]+\}/g, encodeURIComponent(text.toWellFormed()) || 'x'),
  );
}

function listParameters({ parameters = [] }: Operation, place: Parameter['in']): readonly Parameter[] {
  return parameters.filter((parameter) => parameter.in === place);
}

function arbitraryValue({ schema }: Parameter): fc.Arbitrary<string> {
  const { enum: allowed } = schema as { enum?: readonly string[] };
  return allowed ? fc.oneof(fc.constantFrom(...allowed), oddText) : oddText;
}

/** Each documented parameter may be there, absent or repeated, and others may come along. */
function arbitraryQuery(operation: Operation): fc.Arbitrary<string> {
  const known = listParameters(operation, 'query').map((parameter) =>
    fc
      .array(arbitraryValue(parameter), { maxLength: 2 })
      .map((values) => values.map((value) => [parameter.name, value])),
  );
  const other = fc.array(fc.tuple(oddText, oddText), { maxLength: 1 });
  return fc.tuple(...known, other).map((groups) => {
    const pairs = groups
      .flat()
      .map((pair) => pair.map((text) => encodeURIComponent((text ?? '').toWellFormed())));
    return pairs.length === 0 ? '' : `?${pairs.map((pair) => pair.join('=')).join('&')}`;
  });
}

function arbitraryHeaders(operation: Operation): fc.Arbitrary<Record<string, string>> {
  const entries = listParameters(operation, 'header').map(
    ({ name }) => [name.toLowerCase(), headerText] as const,
  );
  return fc.record(Object.fromEntries(entries), { requiredKeys: [] }) as fc.Arbitrary<Record<string, string>>;
}

function arbitraryBody({ requestBody }: Operation): fc.Arbitrary<string> {
  const example = requestBody?.content['application/json']?.example;
  return fc.oneof(
    fc.json({ maxDepth: 2 }),
    oddText,
    fc.constant(JSON.stringify(example ?? {})),
    fc.constant('x'.repeat(70_000)),
  );
}
