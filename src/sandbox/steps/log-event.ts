import type { Middleware } from 'koa';
import type { Logger } from '../../observability/logger.ts';
import type { ServiceProfile } from '../service-profile.ts';

export type SandboxEvent =
  | 'page-answered'
  | 'meeting-created'
  | 'meeting-changed'
  | 'meeting-deleted'
  | 'meeting-opened'
  | 'access-token-refused';

/**
 * Logs what happens here and not at the broker: a person answers a page, Notes calls the REST interface. The calls of the
 * broker are in its own log.
 */
export function logEvent(profile: ServiceProfile, logger: Logger): Middleware {
  return async function logEvent(ctx, next) {
    const { method, path } = ctx;
    await next();
    const event = findEvent(profile, method, path, ctx.status);
    if (event !== undefined) logger.info({ kind: 'sandbox', service: profile.id, event }, 'sandbox');
  };
}

function findEvent(
  { meetings }: ServiceProfile,
  method: string,
  path: string,
  status: number,
): SandboxEvent | undefined {
  if (path.startsWith('/interaction/')) return method === 'POST' ? 'page-answered' : undefined;
  if (path.startsWith('/join/')) return 'meeting-opened';
  const isMeeting = path.startsWith(`/api${meetings.item}`) || path.startsWith(`/api${meetings.collection}`);
  if (!isMeeting) return undefined;
  if (status === 401) return 'access-token-refused';
  if (status >= 300) return undefined;
  if (method === 'POST') return 'meeting-created';
  return method === 'DELETE' ? 'meeting-deleted' : 'meeting-changed';
}
