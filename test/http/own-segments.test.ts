import { expect } from 'chai';
import { createDiagRouter } from '../../src/http/routers/diag-router.ts';
import { createOAuthRouter } from '../../src/http/routers/oauth-router.ts';
import { createPagesRouter } from '../../src/http/routers/pages-router.ts';
import { createRefreshRouter } from '../../src/http/routers/refresh-router.ts';
import { OWN_SEGMENTS } from '../../src/tenants/own-segments.ts';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { listFaults } from '../helpers/validate-text.ts';

/** Segments of routes that do not depend on a provider. */
function listFixedSegments(): string[] {
  // Routes need no more of them than a clock.
  const parts = { clock: SYSTEM_CLOCK } as never;
  const routers = [
    createPagesRouter(parts),
    createDiagRouter(parts, parts),
    createRefreshRouter(parts),
    createOAuthRouter(parts),
  ];
  const paths = routers.flatMap(({ stack }) => stack.map(({ path }) => String(path)));
  const segments = paths.map((path) => path.split('/')[1]?.replace(/[{}]/g, '') ?? '');
  return segments.filter((segment) => !segment.startsWith(':'));
}

describe('a path of the service itself', () => {
  it('is in the one list of those that no provider may take', () => {
    const { health, icon, ...routed } = OWN_SEGMENTS;
    expect(listFixedSegments().sort()).to.deep.equal(Object.values(routed).sort());
    expect([health, icon]).to.deep.equal(['readyz', 'favicon.ico']);
  });

  for (const segment of Object.values(OWN_SEGMENTS)) {
    it(`such as ${segment} is refused as a path, callback and webhook, also for the only tenant`, () => {
      for (const record of [
        `path: ${segment}`,
        `callback: ${segment}`,
        `webhook: { path: ${segment}, secret: { env: ZOOM_CLIENT_SECRET } }`,
      ]) {
        const [fault, ...more] = listFaults(`providers: { zoom: { ${record} } }`);
        expect(fault, record).to.match(/already belongs to this service|must be one path segment/);
        expect(more).to.deep.equal([]);
      }
    });
  }
});
