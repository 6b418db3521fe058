import { createHash } from 'node:crypto';
import type { Sealer } from '../sealing/sealer.ts';
import { FLOW_CAUSES, type Flow, type FlowCause } from './flow.ts';

/** A cookie to set; an empty value clears it. All cookies have the same attributes (see http/cookies). */
export interface CookieChange {
  readonly name: string;
  readonly value: string;
  /** Seconds; undefined: until the browser is closed. */
  readonly maxAge?: number;
}

export type Cookies = Readonly<Record<string, string | undefined>>;

/** `__Host-`: browsers accept it only with Secure, Path=/ and without Domain, so no sibling host can plant one. */
const PREFIX = '__Host-domi-';
const FLOW_NAME = /^__Host-domi-([ls]-)?[A-Za-z0-9_-]{11}$/;
const LENGTH_OF_ID = 11;

/** The cause is in the name, so that it can be read for flows of other tenants too. */
const MARKS: Readonly<Record<FlowCause, string>> = { user: '', link: 'l-', script: 's-' };

/** The name is derived from `state`, so that the callback finds its cookie among those of other tabs. */
export function nameFlow(state: string, cause: FlowCause): string {
  const id = createHash('sha256').update(state).digest('base64url').slice(0, LENGTH_OF_ID);
  return PREFIX + MARKS[cause] + id;
}

/** @returns the names that the flow of this state may have */
export function listPossibleNames(state: string): string[] {
  return FLOW_CAUSES.map((cause) => nameFlow(state, cause));
}

/** @param name of the cookie of a flow */
export function readCause(name: string): FlowCause {
  const [, mark = ''] = FLOW_NAME.exec(name) ?? [];
  return FLOW_CAUSES.find((cause) => MARKS[cause] === mark) ?? 'script';
}

export function nameCodePart(flow: Flow, index: number): string {
  return `${flow.name}.${index}`;
}

export function listFlowNames(cookies: Cookies): string[] {
  return Object.keys(cookies).filter((name) => FLOW_NAME.test(name));
}

/** An array without member names: the whole response head must stay below 4,000 bytes. */
export function sealFlow(sealer: Sealer, tenantId: string, flow: Flow): string {
  const { providerId, state, codeVerifier, at, kept, parts } = flow;
  return sealer.seal(
    ['flow', tenantId, flow.name],
    JSON.stringify([providerId, state, codeVerifier, at, kept, parts]),
  );
}

export function openFlow(sealer: Sealer, tenantId: string, name: string, cookies: Cookies): Flow | undefined {
  const text = sealer.open(['flow', tenantId, name], cookies[name] ?? '');
  if (text === undefined) return undefined;
  // Only this code seals values in this context, so the shape is known.
  const [providerId, state, codeVerifier, at, kept, parts] = JSON.parse(text) as [
    string,
    string,
    string,
    number,
    number,
    number,
  ];
  return { name, providerId, state, codeVerifier, at, kept, parts };
}

export function sealCodePart(
  sealer: Sealer,
  tenantId: string,
  flow: Flow,
  index: number,
  part: string,
): string {
  return sealer.seal(['code', tenantId, nameCodePart(flow, index)], part);
}

export function openCodePart(
  sealer: Sealer,
  tenantId: string,
  flow: Flow,
  index: number,
  cookies: Cookies,
): string | undefined {
  const name = nameCodePart(flow, index);
  return sealer.open(['code', tenantId, name], cookies[name] ?? '');
}

/** Clears a flow and every part of its code. */
export function clearFlow(flow: Flow): CookieChange[] {
  const parts = Array.from({ length: flow.kept }, (_, index) => nameCodePart(flow, index));
  return [flow.name, ...parts].map(clearCookie);
}

export function clearCookie(name: string): CookieChange {
  return { name, value: '', maxAge: 0 };
}
