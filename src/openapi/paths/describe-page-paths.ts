import { describeRouteErrors, PAGE } from '../describe-route-errors.ts';
import { type Operation, type Parameter, type PathItem, refer } from '../open-api-document.ts';
import { referToHeaders } from '../response-headers.ts';
import { ROUTE_DESCRIPTIONS } from '../route-description.ts';
import { addHead } from './add-head.ts';

const LANGUAGE: Parameter = {
  name: 'lang',
  in: 'query',
  description: 'Tag of the language to show, such as `de`. It is kept until the browser is closed.',
  schema: { type: 'string' },
};

const DIAGNOSIS = {
  address_known: true,
  site_in_service: true,
  scheme: 'http',
  http_version: '1.1',
  public_url: 'https://domi.example.com',
  host_is_public_host: true,
  client_address: '203.0.113.9',
  forwarded: true,
  authorization_present: true,
  authorization_is_bearer: true,
  authorization_length: 1387,
  header_bytes: 1894,
  config_hash: '5f2c1ab09d3e',
  request_id: '7K3F9QZ1XA',
};

const ERRORS = ROUTE_DESCRIPTIONS.page;

function describeLanding(operationId: string): Operation {
  return {
    operationId,
    tags: ['Sign-in'],
    summary: 'Show the enabled meeting services',
    parameters: [LANGUAGE],
    security: [],
    responses: {
      200: {
        description: 'The landing page.',
        headers: referToHeaders('X-Request-Id', 'Cache-Control', 'Set-Cookie'),
        content: { 'text/html': PAGE },
      },
      ...describeRouteErrors(ERRORS),
    },
  };
}

function describeAsset(): Operation {
  return {
    operationId: 'asset',
    tags: ['Sign-in'],
    summary: 'Get a file that a page refers to',
    parameters: [
      {
        name: 'file',
        in: 'path',
        required: true,
        description: 'Its name contains a hash of its content.',
        schema: { type: 'string' },
      },
    ],
    security: [],
    responses: {
      200: {
        description: 'A style sheet, script, font or image. Caches may keep it for ever.',
        headers: referToHeaders('X-Request-Id'),
        content: { '*/*': { schema: { description: 'The file, compressed as the client accepts it.' } } },
      },
      ...describeRouteErrors(ERRORS),
    },
  };
}

function describeDiagnosis(): Operation {
  return {
    operationId: 'diag',
    tags: ['Help desk'],
    summary: 'Show what reached this service',
    description: 'Finds proxies that lose headers. It also answers where no tenant is. No token is shown.',
    parameters: [LANGUAGE],
    security: [],
    responses: {
      200: {
        description: 'JSON, or a page for clients that prefer one.',
        headers: referToHeaders('X-Request-Id', 'Cache-Control'),
        content: {
          'application/json': { schema: { ...refer('schemas', 'Diagnosis') }, example: DIAGNOSIS },
          'text/html': PAGE,
        },
      },
      ...describeRouteErrors(ERRORS),
    },
  };
}

/** The addresses that belong to no provider. */
export function describePagePaths(): Record<string, PathItem> {
  return {
    '/': addHead(describeLanding('landing')),
    '/index.html': addHead(describeLanding('landingIndex')),
    '/assets/{file}': addHead(describeAsset()),
    '/diag': { get: describeDiagnosis() },
  };
}
