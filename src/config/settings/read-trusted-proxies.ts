import { compileRanges } from '../../networks/compile-ranges.ts';
import type { FaultList } from '../report/fault-list.ts';

/** @returns CIDR ranges, in the order of the text; without those that have a fault */
export function readTrustedProxies(text: string | undefined, faults: FaultList): string[] {
  const ranges = (text ?? '')
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
  return ranges.filter((range, index) => {
    const fault = findFault(range);
    if (fault) faults.add('DOMI_TRUSTED_PROXIES', `entry ${index + 1} ${fault}`);
    return fault === undefined;
  });
}

function findFault(range: string): string | undefined {
  if (!isAccepted(range)) return 'is not an address or CIDR range';
  return /\/0+$/.test(range)
    ? 'trusts every address, so any client could claim any other: name the addresses of your proxies'
    : undefined;
}

/** Asks the parser that the running service uses, so that it finds nothing that a check has not found. */
function isAccepted(range: string): boolean {
  try {
    compileRanges([range]);
    return true;
  } catch {
    return false;
  }
}
