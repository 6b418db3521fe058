import { timingSafeEqual } from 'node:crypto';
import { DomiError } from '../oauth/errors.ts';
import { createSecret, type Random } from '../oauth/pkce.ts';
import type { Registration } from '../oauth/registration.ts';
import type { Sealer } from '../sealing/sealer.ts';
import {
  FLOW_CAUSES,
  type Flow,
  type FlowCause,
  holdsCode,
  isCurrent,
  isWaitingForCode,
  lifetimeOf,
} from './flow.ts';
import {
  type CookieChange,
  type Cookies,
  clearCookie,
  listFlowNames,
  listPossibleNames,
  nameCodePart,
  nameFlow,
  openCodePart,
  openFlow,
  readCause,
  sealCodePart,
  sealFlow,
} from './flow-cookies.ts';

export interface FlowKeeper {
  /**
   * Begins a flow. If this browser has too many, the oldest ones are cleared, but none with a better cause: a page that
   * begins flow after flow must not end the sign-in of a user.
   */
  begin(
    registration: Registration,
    cookies: Cookies,
    cause: FlowCause,
  ): { flow: Flow; changes: CookieChange[] };
  /**
   * Finds the flow of an authorization response.
   * @throws DomiError `invalid_flow`, one code for every cause: missing, expired, used, foreign, tampered with
   */
  find(registration: Registration, state: string | undefined, cookies: Cookies): Flow;
  /**
   * Keeps the next part of the code. A long code does not fit into one response head, so each response sets one cookie
   * and redirects the browser to the same address, until `complete`.
   * @throws DomiError `invalid_flow` when the flow already holds parts of another code
   */
  keepCode(
    registration: Registration,
    flow: Flow,
    code: string,
    cookies: Cookies,
  ): { complete: boolean; changes: CookieChange[] };
  /**
   * Finds the code that waits for the token page; if there are several, the one that came back last.
   * @throws DomiError `no_waiting_code`
   */
  findCode(registration: Registration, cookies: Cookies): { flow: Flow; code: string };
}

/**
 * How many flows a browser may have with this cause or a better one: there is always room for one of each cause, and four
 * sign-ins of a user, one for each meeting service, can go on at the same time. With more flows and a code of 4 KB, the Cookie
 * header of a later request would exceed the 8 KiB of a proxy.
 */
const MAX_FLOWS: Readonly<Record<FlowCause, number>> = { user: 4, link: 5, script: 6 };

/** Every cleared cookie takes room in the response head; the next start clears the rest. */
const MAX_CLEARINGS = 3;

/** Characters of code per response. Sealing makes them about 2,200; the rest of the head takes 1,300. */
const PART_LENGTH = 1600;

export function createFlowKeeper(sealer: Sealer, now: () => Date, random?: Random): FlowKeeper {
  const seconds = (): number => Math.floor(now().getTime() / 1000);

  function setFlow(tenantId: string, flow: Flow): CookieChange {
    return { name: flow.name, value: sealFlow(sealer, tenantId, flow), maxAge: lifetimeOf(flow) };
  }

  function ownFlows(registration: Registration, cookies: Cookies): Flow[] {
    return listFlowNames(cookies)
      .map((name) => openFlow(sealer, registration.tenantId, name, cookies))
      .filter((flow) => flow !== undefined);
  }

  /**
   * Of flows with the least trusted cause, clears unreadable ones first (they belong to an old key or another tenant), then the
   * oldest ones.
   */
  function clearOldest(registration: Registration, cookies: Cookies, cause: FlowCause): CookieChange[] {
    const ages = new Map(ownFlows(registration, cookies).map((flow) => [flow.name, flow.at]));
    const rank = (name: string): number => FLOW_CAUSES.indexOf(readCause(name));
    let names = listFlowNames(cookies).sort(
      (a, b) => rank(b) - rank(a) || (ages.get(a) ?? 0) - (ages.get(b) ?? 0),
    );
    const cleared: string[] = [];
    // From this cause to the least trusted one: what is cleared for one bound counts for the next.
    for (const bounded of FLOW_CAUSES.slice(FLOW_CAUSES.indexOf(cause))) {
      const counted = names.filter((name) => rank(name) <= FLOW_CAUSES.indexOf(bounded));
      const clearable = counted.filter((name) => rank(name) >= FLOW_CAUSES.indexOf(cause));
      const excess = clearable.slice(0, Math.max(0, counted.length + 1 - MAX_FLOWS[bounded]));
      names = names.filter((name) => !excess.includes(name));
      cleared.push(...excess);
    }
    return cleared.slice(0, MAX_CLEARINGS).map(clearCookie);
  }

  return {
    begin(registration, cookies, cause) {
      const state = createSecret(random);
      const codeVerifier = createSecret(random);
      const flow: Flow = {
        name: nameFlow(state, cause),
        providerId: registration.provider.id,
        state,
        codeVerifier,
        at: seconds(),
        kept: 0,
        parts: 0,
      };
      const cleared = clearOldest(registration, cookies, cause);
      return { flow, changes: [...cleared, setFlow(registration.tenantId, flow)] };
    },

    find(registration, state, cookies) {
      const [flow] = listPossibleNames(state ?? '').flatMap(
        (name) => openFlow(sealer, registration.tenantId, name, cookies) ?? [],
      );
      if (flow === undefined) throw new DomiError('invalid_flow', { reason: 'no readable flow cookie' });
      if (!equal(flow.state, state ?? ''))
        throw new DomiError('invalid_flow', { reason: 'state of another flow' });
      if (flow.providerId !== registration.provider.id) {
        throw new DomiError('invalid_flow', { reason: 'flow of another provider' });
      }
      if (!isCurrent(flow, now())) throw new DomiError('invalid_flow', { reason: 'flow expired' });
      if (holdsCode(flow)) throw new DomiError('invalid_flow', { reason: 'callback used twice' });
      return flow;
    },

    keepCode(registration, flow, code, cookies) {
      const parts = splitCode(code);
      const isSameCode = isWaitingForCode(flow) || flow.parts === parts.length;
      const before = parts.slice(0, flow.kept);
      const areKept = before.every(
        (part, index) => openCodePart(sealer, registration.tenantId, flow, index, cookies) === part,
      );
      const part = parts[flow.kept];
      if (!isSameCode || !areKept || part === undefined) {
        throw new DomiError('invalid_flow', { reason: 'parts of the code do not fit together' });
      }
      const next: Flow = { ...flow, at: seconds(), kept: flow.kept + 1, parts: parts.length };
      const kept: CookieChange = {
        name: nameCodePart(flow, flow.kept),
        value: sealCodePart(sealer, registration.tenantId, flow, flow.kept, part),
        maxAge: lifetimeOf(next),
      };
      return { complete: holdsCode(next), changes: [setFlow(registration.tenantId, next), kept] };
    },

    findCode(registration, cookies) {
      const [flow] = ownFlows(registration, cookies)
        .filter((candidate) => candidate.providerId === registration.provider.id)
        .filter((candidate) => holdsCode(candidate) && isCurrent(candidate, now()))
        .sort((a, b) => b.at - a.at);
      if (flow === undefined) throw new DomiError('no_waiting_code');
      const parts = Array.from({ length: flow.parts }, (_, index) =>
        openCodePart(sealer, registration.tenantId, flow, index, cookies),
      );
      if (parts.includes(undefined)) {
        throw new DomiError('no_waiting_code', { reason: 'a part of the code is missing' });
      }
      return { flow, code: parts.join('') };
    },
  };
}

function splitCode(code: string): string[] {
  const count = Math.ceil(code.length / PART_LENGTH);
  return Array.from({ length: count }, (_, index) =>
    code.slice(index * PART_LENGTH, (index + 1) * PART_LENGTH),
  );
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
