import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';

/** Where events of providers are forwarded to. */
export interface WebhookForward {
  readonly url: string;
  /** Base64. */
  readonly secret: string;
}

const URL_NAME = 'DOMI_WEBHOOK_FORWARD_URL';
const SECRET_NAME = 'DOMI_WEBHOOK_FORWARD_SECRET';

/** Bytes, as the Standard Webhooks specification has them. */
const LEAST_SECRET = 24;
const MOST_SECRET = 64;

/**
 * Reads the operator's address for events. It may be in a private network, since it comes from the environment and no tenant
 * can set it.
 * @param secretText value of the variable, or of its file
 */
export function readWebhookForward(
  environment: Environment,
  secretText: string | undefined,
  faults: FaultList,
): WebhookForward | undefined {
  const url = environment[URL_NAME] || undefined;
  if (url === undefined) {
    if (secretText !== undefined) faults.add(SECRET_NAME, `has no effect without ${URL_NAME}: set both`);
    return undefined;
  }
  const urlFault = findUrlFault(url);
  if (urlFault) faults.add(URL_NAME, urlFault);
  if (secretText === undefined) {
    faults.add(URL_NAME, `needs ${SECRET_NAME}, which signs what is forwarded`);
    return undefined;
  }
  const secret = parseSecret(secretText);
  if (secret === undefined)
    faults.add(
      SECRET_NAME,
      `must be ${LEAST_SECRET} to ${MOST_SECRET} random bytes in base64, whsec_ may stand before them`,
    );
  return urlFault || secret === undefined ? undefined : { url, secret };
}

function findUrlFault(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null) return 'is not a URL';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must be http:// or https://';
  if (url.username || url.password) return 'must not contain a user name or password';
  return undefined;
}

function parseSecret(text: string): string | undefined {
  const [, base64] = /^(?:whsec_)?([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? [];
  if (base64 === undefined) return undefined;
  const { length } = Buffer.from(base64, 'base64');
  return length >= LEAST_SECRET && length <= MOST_SECRET ? base64 : undefined;
}
