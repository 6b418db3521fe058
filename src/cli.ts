#!/usr/bin/env node
import { Command } from 'commander';
import { readBuildInfo } from './build-info.ts';
import { runCheck } from './check-command.ts';
import { createNotesCommand } from './notes/command.ts';

const program = new Command('domi')
  .description(
    'Domino Online Meeting Integration: the OAuth broker between HCL Notes and the meeting services',
  )
  .version(readBuildInfo(undefined).version);

program
  .command('serve')
  .description('run the service; settings come from the environment')
  // The same program that `npm start` and the image run.
  .action(async () => {
    await import('./main.ts');
  });

program
  .command('check')
  .description('judge the environment and the provider file; exits 0, or 78 with every fault')
  .argument('[path]', 'provider file or folder, in place of DOMI_CONFIG')
  .action((path?: string) => {
    process.exitCode = runCheck(process.env, path, (text) => process.stdout.write(text));
  });

program.addCommand(
  createNotesCommand({
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    now: () => new Date(),
    setExitCode: (code: number) => {
      process.exitCode = code;
    },
  }),
);

await program.parseAsync();
