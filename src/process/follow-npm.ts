/** How often the parent is looked at: a person does not notice it, and it costs nothing. */
const INTERVAL_MS = 250;

/**
 * `npm exec` runs a command in a shell, and the shell ends on a signal without passing it on: the service would go on
 * without its parent and hold its ports. So the end of that shell counts as SIGTERM. The scripts of package.json need none
 * of this, since they replace the shell (`exec`).
 */
export function followNpm(host: Pick<NodeJS.Process, 'env' | 'platform' | 'pid' | 'ppid' | 'kill'>): void {
  if (host.env['npm_command'] !== 'exec' || host.platform === 'win32') return;
  const shell = host.ppid;
  const timer = setInterval(() => {
    if (host.ppid === shell) return;
    clearInterval(timer);
    host.kill(host.pid, 'SIGTERM');
  }, INTERVAL_MS);
  timer.unref();
}
