import { describeRouteErrors } from '../describe-route-errors.ts';
import {
  type MediaType,
  type Operation,
  type PathItem,
  type ResponseObject,
  refer,
  type ServerObject,
} from '../open-api-document.ts';
import { referToHeaders } from '../response-headers.ts';
import { ROUTE_DESCRIPTIONS } from '../route-description.ts';
import { addHead } from './add-head.ts';

const TEXT: MediaType = { schema: { type: 'string', description: 'Plain text.' } };

/** Management paths have servers of their own, relative to where the document is. */
const SERVERS = [
  {
    url: '/',
    description: 'The management port (`METRICSPORT`, 8879), for the cluster only. It serves this document.',
  },
];

function answerWith(description: string, content: Record<string, MediaType>): ResponseObject {
  return { description, headers: referToHeaders('X-Request-Id', 'Cache-Control'), content };
}

function describe(
  operationId: string,
  summary: string,
  responses: Readonly<Record<string, ResponseObject>>,
): PathItem {
  const operation: Operation = {
    operationId,
    tags: ['Management'],
    summary,
    security: [],
    responses: { ...describeRouteErrors(ROUTE_DESCRIPTIONS.management), ...responses },
  };
  return { servers: SERVERS, ...addHead(operation) };
}

/** The addresses of the management port. The web port has one of them as well, on any host and below no prefix. */
export function describeManagementPaths(web: ServerObject): Record<string, PathItem> {
  return {
    '/metrics': describe('metrics', 'Scrape the metrics', {
      200: answerWith('In the text format of Prometheus, or as OpenMetrics for clients that ask for it.', {
        'text/plain': TEXT,
        'application/openmetrics-text': TEXT,
      }),
    }),
    '/livez': describe('livez', 'Ask whether the process is alive', {
      200: answerWith('It is.', { 'text/plain': TEXT }),
    }),
    '/readyz': {
      ...describe('readyz', 'Ask whether requests may be sent here', {
        200: answerWith('They may.', { 'text/plain': TEXT }),
        503: answerWith('The service starts or drains. An outage of a meeting service does not matter.', {
          'text/plain': TEXT,
        }),
      }),
      servers: [...SERVERS, web],
    },
    '/openapi.json': describe('openapi', 'Get this document', {
      200: answerWith('OpenAPI 3.1, for the tenants and providers that are served at the moment.', {
        'application/json': { schema: { ...refer('schemas', 'Document') } },
      }),
    }),
  };
}
