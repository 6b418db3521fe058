import { arch, platform } from 'node:os';
import { type Browser, chromium } from 'playwright-core';
import { prepareBrowserFiles } from './browser-files.ts';

/** @returns why the browser cannot run on this machine, or undefined when it can */
export function findBrowserObstacle(): string | undefined {
  const machine = `${platform()} ${arch()}`;
  return machine === 'linux x64' ? undefined : `the packaged Chromium is for linux x64, this is ${machine}`;
}

export interface BrowserOptions {
  /** Uses the fonts of this machine. By default pages look the same on every machine. */
  readonly systemFonts?: boolean;
}

/** Pages must not reach other sites. */
const NOWHERE_ELSE = 'MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1';

/**
 * A headless Chromium from the npm package, with the protections of an ordinary one. The package's own list of arguments
 * would disable web security and site isolation, which the tests of cookies, frames and policies need.
 * @param hosts names of this machine, besides localhost
 */
export async function launchBrowser(
  hosts: readonly string[] = [],
  { systemFonts = false }: BrowserOptions = {},
): Promise<Browser> {
  const obstacle = findBrowserObstacle();
  if (obstacle !== undefined) throw new Error(`no browser: ${obstacle}`);
  const { executablePath, environment } = await prepareBrowserFiles();
  return chromium.launch({
    executablePath,
    env: systemFonts ? { ...environment, FONTCONFIG_FILE: '/etc/fonts/fonts.conf' } : environment,
    // Containers rarely allow the namespaces that it needs, and the browser visits only our own pages.
    chromiumSandbox: false,
    args: [
      `--host-resolver-rules=${[...hosts.map((host) => `MAP ${host} 127.0.0.1`), NOWHERE_ELSE].join(', ')}`,
    ],
    // Users' browsers have this cache, and the token page must not be restored from it.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
}
