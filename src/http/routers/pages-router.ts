import Router from '@koa/router';
import type { Pages } from '../../pages/views.ts';
import { OWN_SEGMENTS } from '../../tenants/own-segments.ts';
import type { DomiState } from '../context.ts';
import { showAsset, showLanding } from '../steps/public-pages.ts';
import { allowOnly, answerWith } from '../steps/request-checks.ts';

/** The routes without a sign-in: the landing page and the files that pages refer to. */
export function createPagesRouter(pages: Pages): Router<DomiState> {
  const router = new Router<DomiState>({ sensitive: true, strict: true });
  router.all(
    'landing',
    `/{${OWN_SEGMENTS.landing}}`,
    answerWith('page'),
    allowOnly('GET', 'HEAD'),
    showLanding(pages),
  );
  router.all('asset', `/${OWN_SEGMENTS.assets}/:file`, allowOnly('GET', 'HEAD'), showAsset(pages));
  return router;
}
