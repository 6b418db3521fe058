import Router from '@koa/router';
import type { WebhookReceiver } from '../../webhooks/webhook-receiver.ts';
import { type DomiState, need, type Step } from '../context.ts';
import { findProviderByWebhook } from '../steps/provider-lookup.ts';
import { allowOnly, answerWith } from '../steps/request-checks.ts';
import { answerDelivery, readDelivery, receiveDelivery } from '../steps/webhook.ts';

/** The route of a provider that tells us something: signed events, each at the path that its record names. */
export function createWebhookRouter(receiver: WebhookReceiver): Step {
  const router = new Router<DomiState>({ sensitive: true, strict: true });

  router.all(
    'webhook',
    '/:webhook',
    answerWith('json'),
    findProviderByWebhook(),
    allowOnly('POST'),
    readDelivery(),
    receiveDelivery(receiver),
    answerDelivery(),
  );

  const routes = router.routes();
  // The path of a webhook looks like that of a callback, and only the tenant knows which of the two it is.
  return function webhook(ctx, next) {
    return need(ctx, 'tenant').byWebhook.has(ctx.path.slice(1)) ? routes(ctx as never, next) : next();
  };
}
