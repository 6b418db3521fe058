import { describeError, type Logger } from './logger.ts';

type Observers<E> = Readonly<Record<string, (event: E) => void>>;

/**
 * Gives an event to each of its observers, by name. An observer that throws is logged once. It must not affect the others,
 * or the response, which may hold the only valid token.
 */
export function createBroadcast(logger: Logger): <E>(observers: Observers<E>) => (event: E) => void {
  const failed = new Set<unknown>();

  function logFailure(observer: string, observe: unknown, error: unknown): void {
    if (failed.has(observe)) return;
    failed.add(observe);
    try {
      logger.error({ observer, error: describeError(error) }, 'observer failed');
    } catch {
      // The logger itself may be the observer that fails.
    }
  }

  return (observers) => {
    const entries = Object.entries(observers);
    return (event) => {
      for (const [name, observe] of entries) {
        try {
          observe(event);
        } catch (error) {
          logFailure(name, observe, error);
        }
      }
    };
  };
}
