import type { Grants } from '../grants/grants.ts';
import { DomiError } from '../oauth/errors.ts';
import type { Registration } from '../oauth/registration.ts';
import type { CodeExchange } from '../oauth/token-request.ts';
import { GRANT_BUDGET } from '../time/budgets.ts';
import { coalesce } from './coalesce.ts';
import { createFlights } from './flights.ts';
import { presentToken } from './presented-token.ts';
import type { Refreshed } from './refreshed.ts';
import type { RefreshContext } from './refresher.ts';
import { type SingleUseParts, useOnce } from './single-use.ts';

export interface CodeExchangerParts extends SingleUseParts {
  readonly grants: Grants;
}

/**
 * Exchanges codes so that requests for one token page make one call: a browser may send it twice (a double click, a
 * restored tab), and a provider SHOULD end the tokens of a code that it sees twice (RFC 6749 section 4.1.2).
 */
export interface CodeExchanger {
  /** Throws only DomiError; `no_waiting_code` for a code that has been used. */
  exchange(registration: Registration, exchange: CodeExchange, context: RefreshContext): Promise<Refreshed>;
  /** Resolves when no exchange is in flight. */
  settle(): Promise<void>;
}

export function createCodeExchanger(parts: CodeExchangerParts): CodeExchanger {
  const { grants, fingerprint } = parts;
  const flights = createFlights<Refreshed>();

  return {
    async exchange(registration, exchange, { span, client, clientNetwork }) {
      // Only the browser of this sign-in has the verifier, so nobody else can name or open the response.
      const secret = JSON.stringify([exchange.code, exchange.codeVerifier]);
      const presented = presentToken(fingerprint, registration, secret, { kind: 'code' });
      const use = {
        presented,
        refusesSuperseded: true,
        refuse: () =>
          new DomiError('no_waiting_code', { reason: 'the code has been used', source: 'superseded' }),
        ask: (context: Parameters<Grants['exchangeCode']>[2]) =>
          grants.exchangeCode(registration, exchange, { ...context, clientNetwork }),
        listSuccessors: () => [],
      };
      const { isShared, result } = flights.share(presented.names, () => useOnce(parts, use, span), {
        client,
        patience: GRANT_BUDGET,
      });
      return isShared ? coalesce(result) : result;
    },
    settle: () => flights.settle(),
  };
}
