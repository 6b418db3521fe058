import { parseSealKeys, type SealKey } from '../../sealing/seal-keys.ts';
import type { FaultList } from '../report/fault-list.ts';

/** @returns undefined when there are no keys, or when they have a fault */
export function readSealKeys(text: string | undefined, faults: FaultList): SealKey[] | undefined {
  if (text === undefined) return undefined;
  try {
    return parseSealKeys(text);
  } catch (error) {
    faults.add('DOMI_SEAL_KEYS', (error as RangeError).message);
    return undefined;
  }
}
