#!/usr/bin/env -S node --disable-sigusr1
import inspector from 'node:inspector';
import { catchEarlySignals } from './process/catch-early-signals.ts';
import { explainOldNode } from './process/explain-old-node.ts';
import { followNpm } from './process/follow-npm.ts';
import { keepInspectorShut } from './process/keep-inspector-shut.ts';

/**
 * The program. It is the only file that touches the process: commands get its parts as arguments. They are loaded after the
 * signals are caught, since loading takes a quarter of a second.
 */
const refusal = explainOldNode(process.versions.node);
if (refusal !== undefined) {
  process.stderr.write(`${refusal}\n`);
  process.exit(1);
}

const isServing = process.argv[2] === 'serve';
const early = catchEarlySignals(process, isServing);
if (isServing) followNpm(process);
keepInspectorShut(process, inspector);

const { runCommands } = await import('./run-commands.ts');
await runCommands(process, early, isServing);
