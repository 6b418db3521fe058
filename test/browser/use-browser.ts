import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { createLogger } from '../../src/observability/logger.ts';
import { findBrowserObstacle, launchBrowser } from '../../src/sandbox/browser.ts';
import { findNotesService } from '../../src/sandbox/find-notes-service.ts';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { createPerson, type Person } from '../../src/sandbox/person.ts';
import type { ServiceId } from '../../src/sandbox/sandbox.ts';
import { type Stack, type StackOptions, startStack } from '../../src/sandbox/stack.ts';
import { expectDocumentedAnswers } from '../helpers/documented/documented-answers.ts';
import { findNginx, type Nginx, startNginx } from '../helpers/nginx.ts';
import { skipSuite } from '../helpers/skip.ts';

/** What a browser window has seen so far. */
export interface Window {
  readonly page: Page;
  readonly person: Person;
  /** Everything that the console showed, warnings and faults of scripts included. */
  readonly messages: string[];
  /** Address of every request, with the page that made it; empty for navigations. */
  readonly requests: { readonly url: string; readonly by: string }[];
}

export interface BrowserTest {
  readonly stack: Stack;
  /** A window of a browser that nobody has used before. */
  openWindow(options?: BrowserContextOptions): Promise<Window>;
  /** Another window of the same browser: it has the same cookies. */
  openWindowBeside(window: Window): Promise<Window>;
  startUrl(id: ServiceId): string;
  tokenUrl(id: ServiceId): string;
}

export interface BrowserTestOptions extends Partial<Pick<StackOptions, 'tokenLength'>> {
  /** Tenants by id, their addresses on the port of the service. */
  readonly tenants?: (port: number) => NonNullable<StackOptions['tenants']>;
  /** Puts a stock nginx in front of the service. */
  readonly behindNginx?: true;
}

/** The stack and a browser for the tests of a suite; registers the hooks that start and end them. */
export function useBrowser({ behindNginx, tenants, ...options }: BrowserTestOptions = {}): BrowserTest {
  let stack: Stack;
  let nginx: Nginx | undefined;
  let browser: Browser;
  let endExpecting: (() => void) | undefined;
  const contexts: BrowserContext[] = [];

  before(async function () {
    const obstacle = findBrowserObstacle();
    if (obstacle !== undefined) skipSuite(this, obstacle);
    // Unpacking Chromium, once on a machine, takes longer than a test may.
    this.timeout(60_000);
    const program = behindNginx && (await findNginx());
    if (behindNginx && program === undefined) skipSuite(this, 'nginx is not installed');
    const webPort = await findFreePort();
    const hosts = Object.values(tenants?.(webPort) ?? {}).map(({ publicUrl }) => new URL(publicUrl).hostname);
    browser = await launchBrowser(hosts.filter((host) => host !== 'localhost'));
    if (program) nginx = await startNginx(program, { upstreams: [`127.0.0.1:${webPort}`] });
    stack = await startStack({
      ...options,
      ...(tenants && { tenants: tenants(webPort) }),
      ...(nginx && { publicUrl: `http://localhost:${nginx.port}` }),
      webPort,
      managementPort: 0,
      logger: createLogger('silent'),
      build: { version: '0.0.0-test', commit: 'test' },
    });
    endExpecting = expectDocumentedAnswers(
      `http://localhost:${stack.webPort}`,
      `http://localhost:${stack.managementPort}`,
    );
  });

  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });

  after(async () => {
    await browser?.close();
    await nginx?.stop();
    await stack?.stop();
    endExpecting?.();
  });

  return {
    get stack() {
      return stack;
    },
    async openWindow(options = {}) {
      const permissions = ['clipboard-read', 'clipboard-write'];
      const context = await browser.newContext({ permissions, ...options });
      contexts.push(context);
      return watch(await context.newPage());
    },
    openWindowBeside: async ({ page }) => watch(await page.context().newPage()),
    startUrl: (id) => `${stack.rootUrl}/${findNotesService(id).startPath}/index.html`,
    tokenUrl: (id) => `${stack.rootUrl}/${findNotesService(id).startPath}/token.html`,
  };
}

function watch(page: Page): Window {
  // Below the limit of a test, so that a wait that is in vain says what it waited for.
  page.setDefaultTimeout(5000);
  const messages: string[] = [];
  const requests: { url: string; by: string }[] = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`fault: ${error.message}`));
  page.on('request', (request) => {
    const isNavigation = request.isNavigationRequest() && request.frame() === page.mainFrame();
    requests.push({ url: request.url(), by: isNavigation ? '' : request.frame().url() });
  });
  return { page, person: createPerson(page), messages, requests };
}
