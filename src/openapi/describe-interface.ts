import { ANSWER_SCHEMAS } from './answer-schemas.ts';
import { describeErrors } from './describe-errors.ts';
import { listErrorResponses } from './describe-route-errors.ts';
import type { DescribedProvider } from './described-provider.ts';
import { keepUsedComponents } from './keep-used-components.ts';
import type { OpenApiDocument, PathItem, ServerObject } from './open-api-document.ts';
import { describeForwarding } from './paths/describe-forwarding.ts';
import { describeManagementPaths } from './paths/describe-management-paths.ts';
import { describePagePaths } from './paths/describe-page-paths.ts';
import { describeRefreshPaths } from './paths/describe-refresh-paths.ts';
import { describeSignInPaths } from './paths/describe-sign-in-paths.ts';
import { describeWebhookPaths } from './paths/describe-webhook-paths.ts';
import { RESPONSE_HEADERS } from './response-headers.ts';

export interface InterfaceFacts {
  readonly version: string;
  readonly providers: readonly DescribedProvider[];
  /** Of the single tenant; undefined when there are several tenants, each with an address of its own. */
  readonly publicUrl: string | undefined;
}

const DESCRIPTION = `The OAuth broker between HCL Notes clients and meeting services.

Each path of the web port is below the public URL of a tenant; repeated slashes count as one. Every address that is not
listed here answers 404, and every method that is not listed 405 with \`Allow\`. A HEAD request to an address that could spend a
code or token is refused as well.

Every JSON error is flat and in English. It is a page instead for clients whose \`Accept\` prefers HTML, apart from refresh and
revoke, which answer JSON whatever the client accepts once a request has reached them. All answers have the
header \`X-Request-Id\`.`;

const TAGS = [
  { name: 'Notes', description: 'What a Notes client calls: JSON, no redirects.' },
  { name: 'Sign-in', description: 'What a browser visits.' },
  { name: 'Help desk', description: 'For finding the cause of a problem.' },
  { name: 'Webhooks', description: 'Events that meeting services deliver, and that this service forwards.' },
  { name: 'Management', description: 'Metrics and probes, on a port of their own.' },
];

const SECURITY_SCHEMES = {
  refreshToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'The refresh token of the user, in the Authorization header and nowhere else.',
  },
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'The access token of the user; a refresh token with `token_type_hint=refresh_token`.',
  },
};

/** Describes both ports. The same facts give the same document, byte for byte. */
export function describeInterface({ version, providers, publicUrl }: InterfaceFacts): OpenApiDocument {
  const web = describeServer(publicUrl);
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'DOMI',
      version,
      summary: 'Domino Online Meeting Integration',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [web],
    tags: TAGS,
    paths: {
      ...describePagePaths(),
      ...mergePaths(providers.map(describeProviderPaths)),
      ...describeManagementPaths(describeOrigin(publicUrl)),
    },
    webhooks: describeForwarding(),
  } as const;
  const { schemas, examples } = describeErrors();
  return keepUsedComponents(document, {
    schemas: { ...ANSWER_SCHEMAS, ...schemas },
    examples,
    headers: RESPONSE_HEADERS,
    responses: listErrorResponses(),
    securitySchemes: SECURITY_SCHEMES,
  });
}

function describeProviderPaths(provider: DescribedProvider): OpenApiDocument['paths'] {
  return {
    ...describeRefreshPaths(provider),
    ...describeSignInPaths(provider),
    ...describeWebhookPaths(provider),
  };
}

/** A path may be a callback of one tenant and a webhook of another. */
function mergePaths(all: readonly OpenApiDocument['paths'][]): Record<string, PathItem> {
  const merged: Record<string, PathItem> = {};
  for (const [path, item] of all.flatMap((paths) => Object.entries(paths))) {
    merged[path] = { ...merged[path], ...item };
  }
  return merged;
}

const HOST = { default: 'domi.example.com', description: 'Host of the public URL.' };

/** The public URLs of tenants are nobody else's business, so none of them is listed. */
function describeServer(publicUrl: string | undefined): ServerObject {
  if (publicUrl !== undefined) return { url: publicUrl, description: 'The web port, at its public URL.' };
  return {
    url: 'https://{host}/{prefix}',
    description: 'The web port, at the public URL of a tenant.',
    variables: {
      host: HOST,
      prefix: { default: 'acme', description: 'Its path, empty for a tenant with a host of its own.' },
    },
  };
}

/** For what is below no prefix. */
function describeOrigin(publicUrl: string | undefined): ServerObject {
  const description = 'The web port, on any host, below no prefix.';
  if (publicUrl !== undefined) return { url: new URL(publicUrl).origin, description };
  return { url: 'https://{host}', description, variables: { host: HOST } };
}
