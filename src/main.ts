import { setFlagsFromString } from 'node:v8';
import { serve } from './serve.ts';
import { telemetry } from './telemetry.ts';

/**
 * V8 allocates objects that live for a whole request directly among the old ones once it has seen many of them. Those die
 * with their request all the same, but keep everything that they point to alive until the next large collection: small
 * ones then take ten times as long (docs/decisions/2026-11-25-garbage-of-a-request.md).
 */
setFlagsFromString('--no-allocation-site-pretenuring');

await serve({
  environment: process.env,
  telemetry,
  onSignal: (name, handler) => process.on(name, handler),
  onFault: (name, handler) => process.on(name, handler),
  writeError: (text) => process.stderr.write(text),
  exit: (code) => process.exit(code),
});
