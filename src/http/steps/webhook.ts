import { DomiError, type DomiErrorDetails, type ErrorCode } from '../../oauth/errors.ts';
import type { DeliveryOutcome } from '../../observability/events.ts';
import type { WebhookReceiver } from '../../webhooks/webhook-receiver.ts';
import { answerJson } from '../answers.ts';
import { need, type Step } from '../context.ts';
import { readBody } from '../read-body.ts';

/** Bytes. Events of Zoom have some hundred. */
const MAX_BODY = 64 * 1024;

type Refusal = Exclude<DeliveryOutcome, 'accepted'>;

/** Statuses matter: Zoom delivers again after 5xx, and not after 4xx. */
const REFUSALS: Readonly<Record<Refusal, readonly [ErrorCode, DomiErrorDetails]>> = {
  forged: ['invalid_signature', { reason: 'the signature is missing or wrong' }],
  late: ['invalid_signature', { reason: 'the timestamp is too old or in the future' }],
  replayed: ['invalid_signature', { reason: 'delivered before' }],
  malformed: ['invalid_request', { reason: 'not an event' }],
  too_large: ['content_too_large', { reason: 'the body is too large' }],
  not_forwarded: [
    'temporarily_unavailable',
    {
      reason: 'the event could not be forwarded',
      description: 'The event could not be forwarded. Deliver it again later.',
    },
  ],
};

/** Reads the delivery of a provider, and keeps the body that its signature covers. */
export function readDelivery(): Step {
  return async function readDelivery(ctx, next) {
    const body = await readBody(ctx, MAX_BODY);
    if (body === undefined) {
      ctx.state.deliveryResult = { event: 'unread', outcome: 'too_large' };
      throw createRefusal('too_large');
    }
    ctx.state.delivery = {
      body,
      signature: ctx.get('X-Zm-Signature') || undefined,
      timestamp: ctx.get('X-Zm-Request-Timestamp') || undefined,
    };
    await next();
  };
}

export function receiveDelivery(receiver: WebhookReceiver): Step {
  return async function receiveDelivery(ctx, next) {
    const result = await receiver.receive(need(ctx, 'registration'), need(ctx, 'delivery'));
    ctx.state.deliveryResult = result;
    if (result.outcome !== 'accepted') throw createRefusal(result.outcome);
    await next();
  };
}

export function answerDelivery(): Step {
  return async function answerDelivery(ctx) {
    answerJson(ctx, need(ctx, 'deliveryResult').answer ?? {});
  };
}

function createRefusal(outcome: Refusal): DomiError {
  const [code, details] = REFUSALS[outcome];
  return new DomiError(code, details);
}
