import type { ProbedAppEvent, ProbeEvent } from './events.ts';
import type { Logger } from './logger.ts';

/** What was said last of an app. */
type Trouble = 'none' | 'some refused' | 'all refused';

/** Logs what has changed, once for each app, by the instance that has asked. */
export function createProbeLog(logger: Logger): {
  write(event: ProbeEvent): void;
  forget(event: ProbedAppEvent): void;
} {
  const troubles = new Map<string, Trouble>();
  return {
    write(event) {
      const { app, tenantId, providerId, verdict, answer } = event;
      if (verdict !== 'accepted' && verdict !== 'refused') return;
      const before = troubles.get(app) ?? 'none';
      // Another instance tells only whether one of them is accepted.
      const trouble = answer === undefined && verdict === 'accepted' ? 'none' : classify(event);
      if (trouble === 'none') troubles.delete(app);
      else troubles.set(app, trouble);
      if (answer === undefined || trouble === before) return;
      const line = {
        kind: 'probe',
        tenant: tenantId,
        provider: providerId,
        outcome: answer.outcome,
        reason: answer.detail,
        refused: answer.refused,
      };
      if (trouble === 'all refused') logger.error(line, 'client credentials refused');
      else if (trouble === 'some refused')
        logger.warn(line, 'a client credential is refused, a later one is accepted');
      else logger.info(line, 'client credentials accepted again');
    },
    forget: ({ app }) => void troubles.delete(app),
  };
}

function classify({ verdict, answer }: ProbeEvent): Trouble {
  if (verdict === 'refused') return 'all refused';
  return answer !== undefined && answer.refused.length > 0 ? 'some refused' : 'none';
}
