import type { Service } from './read-services.ts';
import { MORE_SCOPES } from './to-record.ts';

/** Read off the facts alone, with no code of the service: what has to go over the wire. */
export interface ExpectedRequest {
  readonly url: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly authorization?: string | undefined;
}

export interface Input {
  readonly secret: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly code: string;
  readonly verifier: string;
  readonly challenge: string;
  readonly refreshToken: string;
}

export function expectAuthorization(service: Service, input: Input): ExpectedRequest {
  return {
    url: fill(service, service.authorize),
    parameters: {
      ...fillAll(service, service.authorizeParams),
      response_type: 'code',
      [service.names['clientId'] ?? 'client_id']: `${service.id}-client`,
      redirect_uri: input.redirectUri,
      [service.names['scope'] ?? 'scope']: [...service.scopes, ...MORE_SCOPES].join(service.separator),
      state: input.state,
      ...(service.hasPkce && { code_challenge: input.challenge, code_challenge_method: 'S256' }),
    },
  };
}

export function expectCodeExchange(service: Service, input: Input): ExpectedRequest {
  return expectToken(service, input, service.token, {
    ...fillAll(service, service.tokenParams),
    grant_type: 'authorization_code',
    code: input.code,
    redirect_uri: input.redirectUri,
    ...(service.hasPkce && { code_verifier: input.verifier }),
  });
}

export function expectRefresh(service: Service, input: Input): ExpectedRequest {
  return expectToken(service, input, service.refresh, {
    ...fillAll(service, service.refreshParams),
    grant_type: 'refresh_token',
    refresh_token: input.refreshToken,
  });
}

function expectToken(
  service: Service,
  { secret }: Input,
  endpoint: string,
  parameters: Record<string, string>,
): ExpectedRequest {
  const id = `${service.id}-client`;
  const credentials = {
    [service.names['clientId'] ?? 'client_id']: id,
    [service.names['clientSecret'] ?? 'client_secret']: secret,
  };
  return {
    url: fill(service, endpoint),
    parameters: service.isBasic ? parameters : { ...parameters, ...credentials },
    contentType: service.isJson ? 'application/json' : 'application/x-www-form-urlencoded',
    authorization: service.isBasic ? `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` : undefined,
  };
}

function fill(service: Service, template: string): string {
  let text = template;
  for (const [name, value] of Object.entries(service.variables)) text = text.replaceAll(`{${name}}`, value);
  return text;
}

function fillAll(service: Service, parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, fill(service, value)]));
}
