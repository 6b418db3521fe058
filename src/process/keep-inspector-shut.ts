/** Options that open Node's inspector on purpose. */
const ASKED_FOR = /(?:^|\s)--inspect(?:-brk|-wait)?(?:[=\s]|$)/;

/**
 * By default Node opens a debugger on SIGUSR1, which can read every secret. A handler keeps it shut however the process was
 * started; the option `--disable-sigusr1` does so before this code is reached, and without it a debugger that such a signal
 * has opened is closed again.
 */
export function keepInspectorShut(
  host: Pick<NodeJS.Process, 'on' | 'execArgv' | 'env'>,
  inspector: { url(): string | undefined; close(): void },
): void {
  host.on('SIGUSR1', () => undefined);
  const isAskedFor = [...host.execArgv, host.env['NODE_OPTIONS'] ?? ''].some((text) => ASKED_FOR.test(text));
  if (!isAskedFor && inspector.url() !== undefined) inspector.close();
}
