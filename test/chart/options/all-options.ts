import { CONFIG_OPTIONS } from './config.ts';
import type { OptionCase } from './looks.ts';
import { METRICS_OPTIONS } from './metrics.ts';
import { NETWORK_OPTIONS } from './network.ts';
import { POD_OPTIONS } from './pod.ts';

export const OPTIONS: readonly OptionCase[] = [
  ...CONFIG_OPTIONS,
  ...NETWORK_OPTIONS,
  ...POD_OPTIONS,
  ...METRICS_OPTIONS,
];
