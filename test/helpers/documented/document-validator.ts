import { Ajv2020 } from 'ajv/dist/2020.js';
import type {
  HeaderObject,
  OpenApiDocument,
  PathItem,
  Reference,
  ResponseObject,
} from '../../../src/openapi/open-api-document.ts';
import { type Exchange, readHeader, readMediaType } from './exchange.ts';
import { createPathFinder, type FoundPath } from './find-operations.ts';

/** Compares what a client saw with what the document says. */
export interface DocumentValidator {
  /** @returns what the document does not say; empty when everything is documented */
  findFaults(exchange: Exchange): string[];
}

interface FoundResponse {
  readonly pointer: string;
  readonly response: ResponseObject;
}

type Method = keyof Pick<PathItem, 'get' | 'head' | 'post'>;

const FORMATS = {
  uri: (text: string) => URL.canParse(text),
  'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
};

export function createDocumentValidator(document: OpenApiDocument): DocumentValidator {
  const findPaths = createPathFinder(document);
  const ajv = new Ajv2020({ strict: false, validateSchema: false, formats: FORMATS });
  ajv.addSchema(document, 'document');
  const compiled = new Map<string, ReturnType<typeof ajv.compile>>();

  function validate(pointer: string, value: unknown): string[] {
    const check = compiled.get(pointer) ?? ajv.compile({ $ref: `document#${encodeURI(pointer)}` });
    compiled.set(pointer, check);
    return check(value) ? [] : [ajv.errorsText(check.errors, { dataVar: 'body' })];
  }

  function findResponse(
    { item, pointer }: FoundPath,
    { method, status }: Exchange,
  ): FoundResponse | undefined {
    const name = method.toLowerCase() as Method;
    const response = item[name]?.responses[status];
    return response && follow(response, `${pointer}/${name}/responses/${status}`);
  }

  function follow(response: ResponseObject | Reference, pointer: string): FoundResponse {
    if (!('$ref' in response)) return { pointer, response };
    const name = response.$ref.replace('#/components/responses/', '');
    return { pointer: response.$ref.slice(1), response: document.components.responses[name] ?? fail(name) };
  }

  /** What every address of a port answers, also those that are not listed, and to methods that are not. */
  function findAnywhere({ port, status }: Exchange): FoundResponse | undefined {
    const name = `${port === 'web' ? 'Any' : 'Management'}${status}`;
    const response = document.components.responses[name];
    return response && { pointer: `/components/responses/${name}`, response };
  }

  function findHeaderFaults({ response }: FoundResponse, exchange: Exchange): string[] {
    return Object.entries(response.headers ?? {}).flatMap(([name, { $ref }]) => {
      const { required }: HeaderObject = document.components.headers[name] ?? fail(name);
      const value = readHeader(exchange, name);
      if (value === undefined) return required ? [`${name} is missing`] : [];
      return validate(`${$ref.slice(1)}/schema`, value).map((fault) => `${name} is "${value}": ${fault}`);
    });
  }

  function findBodyFaults({ response, pointer }: FoundResponse, exchange: Exchange): string[] {
    const { content = {} } = response;
    const type = readMediaType(exchange);
    if (response.content === undefined && exchange.body === '') return [];
    const documented = [type, '*/*'].find((name) => content[name] !== undefined);
    if (documented === undefined) return [`the content type ${type || 'none'} is not documented`];
    if (type !== 'application/json' || exchange.method === 'HEAD') return [];
    const body = parseJson(exchange.body);
    if (body === undefined) return ['the body is not JSON'];
    return validate(`${pointer}/content/${documented.replace('/', '~1')}/schema`, body);
  }

  return {
    findFaults(exchange) {
      const paths = findPaths(exchange.port, exchange.path);
      const method = exchange.method.toLowerCase() as Method;
      const able = paths.filter(({ item }) => item[method] !== undefined);
      const found =
        able.length > 0
          ? able.flatMap((path) => findResponse(path, exchange) ?? [])
          : [findAnywhere(exchange)].filter((response) => response !== undefined);
      if (found.length === 0) return [`the status ${exchange.status} is not documented`];
      const faults = found.map((response) => [
        ...findHeaderFaults(response, exchange),
        ...findBodyFaults(response, exchange),
      ]);
      return [
        ...(faults.find((each) => each.length === 0) ?? faults[0] ?? []),
        ...findAllowFaults(paths, exchange),
      ];
    },
  };
}

/** Of a path that stands as it is in the document; CONNECT belongs to no path. */
function findAllowFaults(paths: readonly FoundPath[], exchange: Exchange): string[] {
  const [only, ...others] = paths;
  if (exchange.status !== 405 || exchange.method === 'CONNECT') return [];
  if (only === undefined || others.length > 0 || only.template.includes('{')) return [];
  const { servers: _, ...methods } = only.item;
  const documented = Object.keys(methods).sort().join(', ').toUpperCase();
  const allowed = (readHeader(exchange, 'allow') ?? '').split(', ').sort().join(', ');
  return allowed === documented ? [] : [`Allow has ${allowed}, and documented are ${documented}`];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fail(name: string): never {
  throw new Error(`the document refers to ${name}, which is not there`);
}
