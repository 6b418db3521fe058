import { Counter, Gauge, Histogram } from 'prom-client';

/**
 * Preloaded into the service to disable all metrics, as the base of comparisons. The service has no switch for that. The
 * cost of building labels remains.
 */
const COUNTING = /^(?:inc|dec|set|observe)(?:With(?:out)?Exemplar)?$/;

for (const { name, prototype } of [Counter, Gauge, Histogram]) {
  const methods = Object.getOwnPropertyNames(prototype).filter((method) => COUNTING.test(method));
  if (methods.length === 0) throw new Error(`${name} of prom-client has no known method that counts`);
  for (const method of methods) Object.defineProperty(prototype, method, { value: () => undefined });
}
