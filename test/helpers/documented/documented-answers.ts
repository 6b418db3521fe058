import { describeInterface } from '../../../src/openapi/describe-interface.ts';
import { createDocumentValidator, type DocumentValidator } from './document-validator.ts';
import { type Exchange, readMediaType } from './exchange.ts';
import { type ObservedAnswer, observeAnswers } from './observe-answers.ts';

/** The document with a name for each part of a path that a record may choose, so that it fits every configuration. */
const EVERY_CONFIGURATION = {
  version: '0.0.0-test',
  publicUrl: undefined,
  providers: [{ label: 'Any', path: '{path}', callback: '{callback}', webhookPath: '{webhook}' }],
};

const ports = new Map<number, Exchange['port']>();
const faults: string[] = [];
let isObserving = false;
let validator: DocumentValidator | undefined;

/**
 * From now on each JSON answer that a client in this process gets from these ports must be documented.
 * @returns ends that, since another server may get the port
 */
export function expectDocumentedAnswers(web: string, management: string): () => void {
  if (!isObserving) observeAnswers((portNumber) => ports.has(portNumber), observe);
  isObserving = true;
  const numbers = [web, management].map((origin) => Number(new URL(origin).port)) as [number, number];
  ports.set(numbers[0], 'web').set(numbers[1], 'management');
  return () => {
    for (const number of numbers) ports.delete(number);
  };
}

/** For answers that a test reads from a socket by itself. */
export function checkDocumented(answer: ObservedAnswer): void {
  if (ports.has(answer.portNumber)) observe(answer);
}

/** @throws Error when answers were not documented; each is named once */
export function failOnUndocumented(): void {
  const found = faults.splice(0);
  if (found.length > 0) throw new Error(`not as in GET /openapi.json: ${found.join('\n')}`);
}

/** For a test that has failed already, and for one whose service is broken on purpose. */
export function forgetUndocumented(): void {
  faults.length = 0;
}

function observe(answer: ObservedAnswer): void {
  const port = ports.get(answer.portNumber);
  if (port === undefined || readMediaType(answer) !== 'application/json') return;
  validator ??= createDocumentValidator(describeInterface(EVERY_CONFIGURATION));
  const { method, path, status, body } = answer;
  const found = validator.findFaults({ ...answer, port });
  faults.push(...found.map((fault) => `${method} ${path} (${port}) ${status}: ${fault} in ${body}`));
}
