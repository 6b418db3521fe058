import type { ProviderWebhook } from '../../oauth/provider.ts';
import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { FaultPlace } from '../report/fault-place.ts';
import { type CredentialSource, describeSource, listSources } from './credential-source.ts';
import type { CredentialValues } from './credential-values.ts';
import type { TenantBoundary } from './tenant-boundary.ts';

export interface WebhookRequest {
  readonly record: ProviderRecord;
  readonly placeOf: (field: 'webhook') => FaultPlace;
  /** The tenant, if it has set the webhook itself. */
  readonly ownerOf: (field: 'webhook') => string | undefined;
  /** Whether an operator has written it; the built-in ones that nobody uses are no news. */
  readonly isWritten: boolean;
}

/** @returns undefined for a record without a webhook, and for one whose secret is not set; `faulty` after a fault */
export type WebhookReader = (request: WebhookRequest) => ProviderWebhook | undefined | 'faulty';

/** Reads the secrets of webhooks from the places that records name. */
export function createWebhookReader(values: CredentialValues, boundary: TenantBoundary): WebhookReader {
  function read(source: CredentialSource, { placeOf, ownerOf }: WebhookRequest): ReadSecret {
    const { where, faults } = placeOf('webhook');
    const tenantId = ownerOf('webhook');
    // It signs nothing but the answers to whoever has it.
    const use = tenantId === undefined ? undefined : { tenantId, source, leaves: false };
    const forbidden = use && boundary.findForbidden(use);
    if (forbidden !== undefined) {
      faults.add(where, `webhook.secret ${forbidden}`, 'secret_forbidden');
      return 'faulty';
    }
    const found = values.read(source);
    const fault = found.fault ?? findTextFault(found.value);
    if (fault !== undefined) {
      const code = found.fault === undefined ? 'secret_invalid' : 'secret_unreadable';
      const message = found.fault ?? `${describeSource(source)} ${fault}`;
      faults.add(found.faultyVariable ?? where, message, code);
      return 'faulty';
    }
    const strange = use && boundary.findStrange(use, found);
    if (strange === undefined) return { secret: found.value };
    faults.add(where, `webhook.secret ${strange}`, 'secret_forbidden');
    return 'faulty';
  }

  return (request) => {
    const { webhook } = request.record;
    if (webhook === undefined) return undefined;
    const sources = listSources(webhook.secret);
    const results = sources.map((source) => read(source, request));
    if (results.includes('faulty')) return 'faulty';
    const secrets = results.flatMap((result) => (result === 'faulty' ? [] : (result.secret ?? [])));
    if (secrets.length > 0) return { path: webhook.path, secrets };
    const { where, faults } = request.placeOf('webhook');
    const names = sources.map(describeSource).join(', ');
    if (request.isWritten)
      faults.warn(where, `the webhook is not enabled: it has no secret (${names} not set)`);
    return undefined;
  };
}

type ReadSecret = 'faulty' | { readonly secret: string | undefined };

/** A secret token is a word; anything else came with copying, and no signature would ever match. */
function findTextFault(value: string | undefined): string | undefined {
  if (value === undefined || /^[!-~]+$/.test(value)) return undefined;
  return 'holds a blank or a character outside of ASCII, which no secret token has';
}
