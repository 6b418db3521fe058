import { collectGarbage, tuneEngine } from './engine.ts';
import { serve } from './serve.ts';
import { telemetry } from './telemetry.ts';

tuneEngine();
await serve({
  environment: process.env,
  telemetry,
  onSignal: (name, handler) => process.on(name, handler),
  onFault: (name, handler) => process.on(name, handler),
  writeError: (text) => process.stderr.write(text),
  exit: (code) => process.exit(code),
  collectGarbage,
});
