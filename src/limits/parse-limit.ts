import type { LimitSetting } from './limits.ts';

const NAMES = ['requestsPerSecond', 'burst', 'inFlight'];

/**
 * Parses the limit in an environment variable: `off`, or some of `requestsPerSecond=50,burst=1000,inFlight=100`.
 * @throws RangeError with a message that continues the name of the variable
 */
export function parseLimit(text: string): LimitSetting {
  if (text === 'off') return 'off';
  const pairs = text.split(',').map((pair) => {
    const [, name = '', digits = ''] = /^\s*([A-Za-z]+)=(\d{1,7})\s*$/.exec(pair) ?? [];
    const isPositive = Number(digits) > 0 || (name === 'burst' && digits !== '');
    if (!NAMES.includes(name) || !isPositive) {
      throw new RangeError(
        'must be off, or some of requestsPerSecond=N,burst=N,inFlight=N with whole numbers from 1 (burst: 0)',
      );
    }
    return [name, Number(digits)] as const;
  });
  return Object.fromEntries(pairs);
}
