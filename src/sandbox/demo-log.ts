import pretty from 'pino-pretty';
import { createLogger, type Logger, toDestination } from '../observability/logger.ts';
import { type LogLine, narrate } from './narrate.ts';

const INFO = 30;

/**
 * A log for people: steps of the process flow as sentences, other lines from a level on as they are.
 * @param print gets each sentence
 * @param level of lines that are shown besides, as `LOG_LEVEL` names it
 */
export function createDemoLog(print: (sentence: string) => void, level: string): Logger {
  const shown = createLogger(level).levelVal;
  const lines = pretty({ sync: true });
  return createLogger(
    shown < INFO ? level : 'info',
    toDestination((line, ofLine) => {
      const sentence = narrate(JSON.parse(line) as LogLine);
      if (sentence !== undefined) print(sentence);
      if (ofLine >= shown) lines.write(line);
    }),
  );
}
