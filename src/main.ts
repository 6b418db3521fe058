import { serve } from './serve.ts';

await serve({
  environment: process.env,
  onSignal: (name, handler) => process.on(name, handler),
  onFault: (name, handler) => process.on(name, handler),
  writeError: (text) => process.stderr.write(text),
  exit: (code) => process.exit(code),
});
