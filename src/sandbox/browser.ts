import { arch, platform } from 'node:os';
import { type Browser, chromium } from 'playwright-core';
import { prepareBrowserFiles } from './browser-files.ts';

/** Why there can be no browser on this machine; undefined when there can. */
export function findBrowserObstacle(): string | undefined {
  const machine = `${platform()} ${arch()}`;
  return machine === 'linux x64' ? undefined : `the packaged Chromium is for linux x64, this is ${machine}`;
}

/** A page that refers to another site must not reach it. */
const NOWHERE_ELSE = 'MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1';

/**
 * A headless Chromium out of the npm package, with the protections of an ordinary one: the package's own argument
 * list would switch web security and site isolation off, and cookies, frames and policies are what we look at.
 * @param hosts names that lead to this machine, besides localhost
 */
export async function launchBrowser(hosts: readonly string[] = []): Promise<Browser> {
  const obstacle = findBrowserObstacle();
  if (obstacle !== undefined) throw new Error(`no browser: ${obstacle}`);
  const { executablePath, environment } = await prepareBrowserFiles();
  return chromium.launch({
    executablePath,
    env: environment,
    // Containers seldom allow the namespaces that it needs, and only our own pages are visited.
    chromiumSandbox: false,
    args: [
      `--host-resolver-rules=${[...hosts.map((host) => `MAP ${host} 127.0.0.1`), NOWHERE_ELSE].join(', ')}`,
    ],
    // A user's browser keeps pages in this cache, and the token page must not come back out of it.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
}
