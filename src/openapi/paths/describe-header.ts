import type { Parameter } from '../open-api-document.ts';

/** A header that a request must have. */
export function describeHeader(name: string, description: string): Parameter {
  return { name, in: 'header', required: true, description, schema: { type: 'string' } };
}
