import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Grants } from '../../src/grants/grants.ts';
import { DomiError, isDomiError } from '../../src/oauth/errors.ts';
import type { Registration } from '../../src/oauth/registration.ts';
import type { TokenSet } from '../../src/oauth/token-response.ts';
import type { RefreshStore } from '../../src/refresh/refresh-store.ts';
import { createRefresher, type Refresher } from '../../src/refresh/refresher.ts';
import { createTokenCache } from '../../src/refresh/token-cache.ts';
import { createFingerprint } from '../../src/sealing/fingerprint.ts';
import { createSealer } from '../../src/sealing/sealer.ts';
import { type Connection, createConnection } from '../helpers/create-connection.ts';
import { createTestProvider } from '../helpers/providers.ts';
import { createTokenLedger, type IssuedTokens } from '../helpers/token-ledger.ts';

/** Two Notes clients with one mail file, replicas of the service and a provider: everything in steps that are told. */
export interface SimulationOptions {
  /** Each choice picks one of the steps that are possible at that moment. */
  readonly choices: readonly number[];
  readonly replicas: number;
  readonly store?: RefreshStore;
  /** What a client does with an answer when the mail file holds another token by now than the one it presented. */
  readonly onConflict: 'keep' | 'overwrite';
  /** A spent token that comes back ends its family; hours pass, and old copies of the mail file come back. */
  readonly withReuse?: boolean;
}

export interface SimulationResult {
  /** The token in the mail file can be refreshed, and what that gives is good. */
  readonly isAlive: boolean;
  /** New tokens that the provider issued and the service never saw. */
  readonly lostBehindService: number;
  /** New tokens that the service saw and a client did not. */
  readonly lostBeforeClient: number;
  readonly overwritten: number;
  readonly refreshes: number;
  /** Families that the provider ended, since we presented a token whose successor we had seen. */
  readonly endedByUs: number;
  /** Since a call that we had given up came to it after the next one. */
  readonly endedByLateCall: number;
  /** Since we presented a token again whose successor we had never seen. */
  readonly endedUnseen: number;
  /** How often an old copy of the mail file was used. */
  readonly staleCopies: number;
  /** How often the token of the mail file was spent and its answer not given again: the client had not saved it in time. */
  readonly tooLate: number;
  /** Calls after one that had no answer, made for nobody but requests that had waited for that one. */
  readonly repeated: number;
}

interface ProviderCall {
  readonly token: string;
  /** Whether the service still waits for the answer. */
  isAwaited: boolean;
  /** What the provider answers; undefined until it has worked on the request. */
  worked?: { readonly tokens: IssuedTokens | undefined };
  resolve(tokens: TokenSet): void;
  reject(error: DomiError): void;
}

interface Client {
  waiting?: {
    readonly presented: string;
    readonly connection: Connection;
    readonly isSaved: boolean;
    /** What came back; undefined while nothing did. */
    answer?: TokenSet | 'failure';
  };
}

/** Less than the minute for which answers are kept, all steps together. */
const LONGEST_MS = 50_000;
/** With detection of reuse: less than the day for which spent tokens are known. */
const HALF_A_DAY = 43_200_000;

/** A provider that loses an answer ends most stories, so it does so once in so many times. */
const RARELY = 12;

const KEY = { id: 'test', secret: Buffer.alloc(32, 7) };
const REGISTRATION: Registration = { tenantId: 'acme', provider: createTestProvider() };

export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const ledger = createTokenLedger(crypto.randomUUID(), { endsFamilyOnReuse: options.withReuse ?? false });
  const clients: [Client, Client] = [{}, {}];
  /** At the provider: not looked at yet, or answered and on the way back. */
  const calls: ProviderCall[] = [];
  const result = {
    lostBehindService: 0,
    lostBeforeClient: 0,
    overwritten: 0,
    refreshes: 0,
    endedByUs: 0,
    endedByLateCall: 0,
    endedUnseen: 0,
    staleCopies: 0,
    tooLate: 0,
    repeated: 0,
  };
  /** Requests whose work may go on, and whether a call that they waited for had no answer. */
  const requests = new Set<{ readonly token: string; hasFailed: boolean }>();
  /** Refresh tokens that the service has received. */
  const seen = new Set<string>();
  /** A restored copy of the mail file, with a token that was in it at some time. */
  const copy: Client = {};
  const history: string[] = [];
  let profile = ledger.issue().refresh_token;
  let elapsed = 1000;
  let turn = 0;

  const unused = async (): Promise<never> => {
    throw new Error('not part of the simulation');
  };
  const grants: Grants = {
    exchangeCode: unused,
    refresh: (_registration, token) => callProvider(token),
    revoke: unused,
  };
  const replicas = Array.from({ length: options.replicas }, () => createReplica());

  function createReplica(): Refresher {
    const limits = {
      replayMs: 60_000,
      deadMs: 30_000,
      supersededMs: 86_400_000,
      replays: 20,
      entries: 1000,
      supersededEntries: 1000,
      bytes: 1_000_000,
      longest: 10_000,
    };
    return createRefresher({
      grants,
      fingerprint: createFingerprint([KEY]),
      sealer: createSealer([KEY]),
      cache: createTokenCache(limits, () => elapsed),
      store: options.store,
      clock: {
        now: () => new Date(elapsed),
        monotonic: () => elapsed,
        sleep: async () => void (await setTimeout(1)),
      },
      refusesSuperseded: true,
      observe: () => undefined,
    });
  }

  function callProvider(token: string): Promise<TokenSet> {
    if ([...requests].every((request) => request.token !== token || request.hasFailed)) result.repeated += 1;
    return new Promise((resolve, reject) => calls.push({ token, isAwaited: true, resolve, reject }));
  }

  function forget(call: ProviderCall): void {
    calls.splice(calls.indexOf(call), 1);
  }

  /** The provider works on the request, whether or not somebody still waits for the answer. */
  function work(call: ProviderCall): void {
    const ended = ledger.endedByReuse.length;
    const tokens = ledger.refresh(call.token);
    for (const token of ledger.endedByReuse.slice(ended)) {
      if (!call.isAwaited) result.endedByLateCall += 1;
      else if (seen.has(token)) result.endedByUs += 1;
      else result.endedUnseen += 1;
    }
    if (call.isAwaited) {
      call.worked = { tokens };
      return;
    }
    forget(call);
    if (tokens) result.lostBehindService += 1;
  }

  function answer(call: ProviderCall): void {
    forget(call);
    const tokens = call.worked?.tokens;
    if (tokens) {
      seen.add(tokens.refresh_token);
      call.resolve(toTokenSet(tokens));
    } else call.reject(new DomiError('invalid_grant'));
  }

  function setFailed(call: ProviderCall, hasFailed: boolean): void {
    for (const request of requests) if (request.token === call.token) request.hasFailed = hasFailed;
  }

  /** The request never reaches the provider, so whoever waits for it may take over. */
  function drop(call: ProviderCall): void {
    forget(call);
    setFailed(call, false);
    call.reject(new DomiError('provider_unreachable'));
  }

  /** The service waits no longer; the provider may have worked on the request, or still come to it. */
  function giveUp(call: ProviderCall): void {
    call.isAwaited = false;
    setFailed(call, true);
    call.reject(new DomiError('provider_timeout'));
    if (call.worked === undefined) return;
    forget(call);
    if (call.worked.tokens) result.lostBehindService += 1;
  }

  function present(client: Client, isSaved: boolean, token = profile): void {
    const connection = createConnection();
    const waiting: NonNullable<Client['waiting']> = { presented: token, connection, isSaved };
    client.waiting = waiting;
    result.refreshes += 1;
    turn += 1;
    const replica = replicas[turn % replicas.length] as Refresher;
    const request = { token, hasFailed: false };
    requests.add(request);
    replica.refresh(REGISTRATION, token, { client: connection }).then(
      ({ tokens }) => {
        requests.delete(request);
        waiting.answer = tokens;
      },
      (error) => {
        // The work for a client that has hung up goes on.
        if (!(isDomiError(error) && error.code === 'client_closed_request')) requests.delete(request);
        waiting.answer = 'failure';
        const isRefused = isDomiError(error) && error.source === 'superseded';
        if (isRefused && token === profile) result.tooLate += 1;
      },
    );
  }

  /** As Notes does: both tokens are saved on success, and nothing is changed on failure. */
  function deliver(client: Client): void {
    const { presented, isSaved, answer } = client.waiting ?? {};
    delete client.waiting;
    if (answer === undefined || answer === 'failure' || !isSaved) return;
    if (profile !== presented) {
      if (options.onConflict === 'keep') return;
      if (profile !== answer.refreshToken) result.overwritten += 1;
    }
    history.push(profile);
    profile = answer.refreshToken ?? profile;
  }

  function presentCopy(): void {
    result.staleCopies += 1;
    present(copy, false, history[turn % history.length]);
  }

  function lose(client: Client): void {
    const { connection, answer } = client.waiting ?? {};
    if (answer !== undefined && answer !== 'failure') result.lostBeforeClient += 1;
    delete client.waiting;
    connection?.hangUp();
  }

  function listSteps(): (() => void)[] {
    const steps: (() => void)[] = [];
    if (options.withReuse && history.length > 0 && copy.waiting === undefined) steps.push(presentCopy);
    if (copy.waiting?.answer !== undefined) steps.push(() => deliver(copy));
    for (const client of clients) {
      if (client.waiting === undefined) {
        // A refresh before a revocation is not saved; here the revocation then fails.
        steps.push(
          () => present(client, true),
          () => present(client, true),
          () => present(client, false),
        );
      } else {
        steps.push(() => lose(client));
        if (client.waiting.answer !== undefined)
          steps.push(
            () => deliver(client),
            () => deliver(client),
          );
      }
    }
    for (const call of calls) {
      if (call.worked === undefined) steps.push(...repeat(RARELY, () => work(call)));
      else steps.push(...repeat(RARELY, () => answer(call)));
      if (call.isAwaited) steps.push(() => giveUp(call));
      if (call.isAwaited && call.worked === undefined) steps.push(() => drop(call));
    }
    if (elapsed < LONGEST_MS) steps.push(() => wait(5000));
    if (options.withReuse && elapsed < HALF_A_DAY)
      steps.push(
        () => wait(5000),
        () => wait(3_600_000),
      );
    return steps;
  }

  function wait(milliseconds: number): void {
    elapsed += milliseconds;
  }

  const calm = (): Promise<unknown> => (options.store ? setTimeout(4) : setImmediate());

  for (const choice of options.choices) {
    const steps = listSteps();
    steps[choice % steps.length]?.();
    await calm();
  }

  // From here on everything works, and whoever waits gets an answer.
  async function finish(): Promise<void> {
    while (calls.length > 0 || [...clients, copy].some(({ waiting }) => waiting)) {
      for (const call of [...calls]) {
        if (call.worked === undefined) work(call);
        else answer(call);
      }
      for (const client of [...clients, copy]) if (client.waiting?.answer !== undefined) deliver(client);
      await calm();
    }
  }
  await finish();
  const last = profile;
  present(clients[0], true);
  await finish();
  return { ...result, isAlive: profile !== last && ledger.isGood(profile) };
}

function repeat(times: number, step: () => void): (() => void)[] {
  return Array.from({ length: times }, () => step);
}

function toTokenSet(tokens: IssuedTokens): TokenSet {
  return {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    tokenType: 'Bearer',
    expiresIn: 3600,
    extra: {},
  };
}
