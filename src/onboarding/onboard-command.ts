import { Command } from 'commander';
import type { Environment } from '../config/settings/environment.ts';

/** The part of `process` that the command uses. */
export interface OnboardHost {
  readonly environment: Environment;
  readonly stdout: { write(text: string): unknown };
  setExitCode(code: number): void;
}

export function createOnboardCommand(host: OnboardHost): Command {
  return new Command('onboard')
    .description(
      'print what a new customer enters where, and what is still missing; exits 0 (nothing is missing), 1 or 78',
    )
    .argument('[tenant]', 'id of the tenant; omit it for a service without tenants')
    .option('--url <address>', 'public URL of a tenant that is not in the provider file yet')
    .option('--json', 'print JSON instead of text', false)
    .action(async (tenant: string | undefined, { url, json }: { url?: string; json: boolean }) => {
      // Loaded on demand: `domi serve` does not need it.
      const { runOnboard } = await import('./run-onboard.ts');
      const write = (text: string): void => void host.stdout.write(text);
      host.setExitCode(runOnboard({ environment: host.environment, tenant, url, json, write }));
    });
}
