import { text } from 'node:stream/consumers';
import Router from '@koa/router';
import type { Middleware } from 'koa';
import type Provider from 'oidc-provider';
import type { InteractionResults } from 'oidc-provider';
import type { OidcLibrary } from './load-oidc-provider.ts';
import type { SandboxPages } from './sandbox-pages.ts';
import { sendPage } from './send-page.ts';
import type { ServiceProfile } from './service-profile.ts';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** The pages on which a person signs in and consents; they work without scripts. */
export function createInteractionRouter(
  { errors }: OidcLibrary,
  provider: Provider,
  profile: ServiceProfile,
  pages: SandboxPages,
): Router {
  const router = new Router();

  const showErrorsAsPages: Middleware = async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (!(error instanceof errors.OIDCProviderError)) throw error;
      ctx.status = error.statusCode;
      sendPage(ctx, pages.renderError(profile, 'This sign-in has expired. Start it again in Notes.'));
    }
  };

  const showPage: Middleware = async (ctx) => {
    const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res);
    const page =
      prompt.name === 'login'
        ? pages.renderLogin(profile, readParameter(params, 'login_hint') || 'anna@example.com')
        : pages.renderConsent(profile, session?.accountId ?? '', readParameter(params, 'scope').split(' '));
    sendPage(ctx, page);
  };

  const takeAnswer: Middleware = async (ctx) => {
    const interaction = await provider.interactionDetails(ctx.req, ctx.res);
    const form = new URLSearchParams(await text(ctx.req));
    const result = await toResult(provider, interaction, form);
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
    ctx.status = 303;
  };

  return router
    .use('/interaction', showErrorsAsPages)
    .get('/interaction/:uid', showPage)
    .post('/interaction/:uid', takeAnswer);
}

async function toResult(
  provider: Provider,
  { session, params }: Interaction,
  form: URLSearchParams,
): Promise<InteractionResults> {
  switch (form.get('action')) {
    case 'login':
      return { login: { accountId: form.get('login')?.trim() || 'anna@example.com' } };
    case 'allow': {
      const grant = new provider.Grant({
        accountId: session?.accountId,
        clientId: readParameter(params, 'client_id'),
      });
      grant.addOIDCScope(readParameter(params, 'scope'));
      return { consent: { grantId: await grant.save() } };
    }
    default:
      return { error: 'access_denied', error_description: 'The user cancelled.' };
  }
}

function readParameter(parameters: Readonly<Record<string, unknown>>, name: string): string {
  const value = parameters[name];
  return typeof value === 'string' ? value : '';
}
