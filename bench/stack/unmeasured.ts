import { Counter, Gauge, Histogram } from 'prom-client';

/**
 * Preloaded into the service: no metric counts. The service has no switch for that, and needs none; here it is the base that
 * everything else is compared with. What remains is that labels are put together.
 */
const COUNTING = /^(?:inc|dec|set|observe)(?:With(?:out)?Exemplar)?$/;

for (const { name, prototype } of [Counter, Gauge, Histogram]) {
  const methods = Object.getOwnPropertyNames(prototype).filter((method) => COUNTING.test(method));
  if (methods.length === 0) throw new Error(`${name} of prom-client counts by no method that is known here`);
  for (const method of methods) Object.defineProperty(prototype, method, { value: () => undefined });
}
