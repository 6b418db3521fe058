#!/usr/bin/env node
import { Command } from 'commander';
import { readBuildInfo } from './build-info.ts';
import { createCheckCommand } from './check/command.ts';
import { createNotesCommand } from './notes/command.ts';
import { createOnboardCommand } from './onboarding/command.ts';
import { createSender } from './upstream/create-sender.ts';

const { version } = readBuildInfo(undefined);

const program = new Command('domi')
  .description(
    'Domino Online Meeting Integration: the OAuth broker between HCL Notes and the meeting services',
  )
  .version(version);

program
  .command('serve')
  .description('run the service; settings come from the environment')
  // The same program that `npm start` and the image run.
  .action(async () => {
    await import('./main.ts');
  });

program.addCommand(
  createCheckCommand({
    environment: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => new Date(),
    send: createSender({ userAgent: `domi/${version}`, proxyEnvironment: process.env }),
    setExitCode: (code: number) => {
      process.exitCode = code;
    },
  }),
);

program.addCommand(
  createOnboardCommand({
    environment: process.env,
    stdout: process.stdout,
    setExitCode: (code: number) => {
      process.exitCode = code;
    },
  }),
);

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
