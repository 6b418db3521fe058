import { clearFlow } from '../../flow/flow-cookies.ts';
import type { FlowKeeper } from '../../flow/flow-keeper.ts';
import { nameClientNetwork } from '../../networks/name-client-network.ts';
import { clarifyExchangeError } from '../../oauth/classify-authorization-error.ts';
import { DomiError, isDomiError } from '../../oauth/errors.ts';
import { findMissingScopes } from '../../oauth/find-missing-scopes.ts';
import type { Pages } from '../../pages/views.ts';
import type { CodeExchanger } from '../../refresh/code-exchanger.ts';
import { buildRedirectUri } from '../../tenants/addresses.ts';
import { answerPage } from '../answers.ts';
import { need, type Step, watchClient } from '../context.ts';
import { changeCookies, readCookies } from '../cookies.ts';
import { buildView, nameService } from '../page-view.ts';

/** Finds the code that the callback left in this browser, and removes it, even if a later step fails. */
export function takeWaitingCode(flows: FlowKeeper): Step {
  return function takeWaitingCode(ctx, next) {
    const { flow, code } = flows.findCode(need(ctx, 'registration'), readCookies(ctx));
    changeCookies(ctx, clearFlow(flow));
    ctx.state.flow = flow;
    ctx.state.code = code;
    return next();
  };
}

/** Of two requests for one page, both get the tokens of the same exchange. */
export function exchangeCode(exchanger: CodeExchanger): Step {
  return async function exchangeCode(ctx, next) {
    const registration = need(ctx, 'registration');
    const exchange = {
      code: need(ctx, 'code'),
      codeVerifier: need(ctx, 'flow').codeVerifier,
      redirectUri: buildRedirectUri(need(ctx, 'tenant'), registration.provider),
    };
    try {
      const { tokens, source } = await exchanger.exchange(registration, exchange, {
        span: ctx.state.grantSpan,
        client: watchClient(ctx),
        clientNetwork: nameClientNetwork(ctx.state.clientAddress),
      });
      ctx.state.tokens = tokens;
      ctx.state.source = source;
    } catch (error) {
      throw isDomiError(error) ? clarifyExchangeError(registration.provider, error) : error;
    }
    await next();
  };
}

/** A token that cannot create meetings would fail later, in Notes, where nobody sees why. */
export function checkGrantedScopes(): Step {
  return function checkGrantedScopes(ctx, next) {
    const missing = findMissingScopes(need(ctx, 'registration').provider, need(ctx, 'tokens').scope);
    if (missing.length > 0) {
      throw new DomiError('insufficient_scope', {
        names: missing,
        providerError: { missingScopes: missing },
        description: `The meeting service did not grant ${missing.join(', ')}, which online meetings need.`,
      });
    }
    return next();
  };
}

export function showToken(pages: Pages): Step {
  return async function showToken(ctx) {
    const { refreshToken } = need(ctx, 'tokens');
    if (refreshToken === undefined) throw new DomiError('no_refresh_token');
    const page = pages.token({
      ...buildView(ctx, { canReload: false }),
      service: nameService(need(ctx, 'registration')),
      refreshToken,
    });
    answerPage(ctx, page);
  };
}
