import { NOTES_SERVICES } from '../notes/notes-services.ts';
import { launchBrowser } from './browser.ts';
import type { ServiceId } from './sandbox.ts';
import type { Stack } from './stack.ts';
import { walk } from './walk.ts';

export interface WalkAllOptions {
  readonly stack: Stack;
  readonly print: (text: string) => void;
  readonly now: () => Date;
}

/**
 * Walks the process flow for every service, in a browser without a window, and prints each step after it has happened.
 * @returns whether every step happened
 */
export async function walkAll({ stack, print, now }: WalkAllOptions): Promise<boolean> {
  const browser = await launchBrowser();
  let isComplete = true;
  for (const { id, label } of NOTES_SERVICES) {
    print(`\n${label}`);
    const permissions = ['clipboard-read', 'clipboard-write'];
    const context = await browser.newContext({ permissions });
    try {
      const page = await context.newPage();
      const steps = walk({ page, stack, serviceId: id as ServiceId, now });
      for await (const { number, text } of steps) print(`  ${`[${number}]`.padEnd(7)} ok: ${text}`);
    } catch (error) {
      isComplete = false;
      print(`  FAILED in the next step: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      await context.close();
    }
  }
  await browser.close();
  print(isComplete ? '\nEvery step happened, for every service.' : '\nNot every step happened.');
  return isComplete;
}
