/**
 * One sign-in in one browser, from the start page to the token page. It lives in sealed cookies only, so any replica
 * can serve any step.
 */
export interface Flow {
  /** Cookie name; derived from `state`. */
  readonly name: string;
  readonly providerId: string;
  readonly state: string;
  readonly codeVerifier: string;
  /** Unix seconds of the last step. */
  readonly at: number;
  /** How many parts of the code are kept so far, and how many there are: 0 of 0 before the callback. */
  readonly kept: number;
  readonly parts: number;
}

/**
 * What made the browser begin a flow: its user (an address that was entered, Notes, our own page), a click on a link of another
 * site, or something of another site without a click. From the most to the least trusted.
 */
export type FlowCause = 'user' | 'link' | 'script';

export const FLOW_CAUSES: readonly FlowCause[] = ['user', 'link', 'script'];

/** Seconds: for a person to log in and consent; for a browser to follow the redirect to the token page. */
const LIFETIME_OF_LOGIN = 600;
const LIFETIME_OF_CODE = 120;

/** Seconds by which the clocks of two replicas may differ, in either direction. */
const CLOCK_LEEWAY = 60;

export function isWaitingForCode(flow: Flow): boolean {
  return flow.parts === 0;
}

export function holdsCode(flow: Flow): boolean {
  return flow.parts > 0 && flow.kept === flow.parts;
}

/** Seconds until the flow ends. */
export function lifetimeOf(flow: Flow): number {
  return isWaitingForCode(flow) ? LIFETIME_OF_LOGIN : LIFETIME_OF_CODE;
}

export function isCurrent(flow: Flow, now: Date): boolean {
  const age = now.getTime() / 1000 - flow.at;
  return age >= -CLOCK_LEEWAY && age <= lifetimeOf(flow) + CLOCK_LEEWAY;
}
