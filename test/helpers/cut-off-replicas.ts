import type { StoreTimes } from '../../src/store/store-session.ts';
import { createTestService, type TestService } from './create-test-service.ts';
import type { Redis } from './redis.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from './scripted-provider.ts';
import { createWire, type Wire } from './store-wire.ts';
import { answerFrom, createTokenLedger, type TokenLedger } from './token-ledger.ts';
import { untilStoreIs } from './until-store-is.ts';

/** Two replicas with one store, at a provider that ends the family of a token that is presented twice. */
export interface CutOffReplicas {
  /** Between the store and `a` alone. */
  readonly wire: Wire;
  readonly provider: ScriptedProvider;
  readonly ledger: TokenLedger;
  readonly a: TestService;
  readonly b: TestService;
  stop(): Promise<void>;
}

export interface CutOffOptions {
  readonly environment?: Record<string, string>;
  readonly storeTimes?: Partial<StoreTimes>;
}

/** @param redis stays the caller's: tests replace it */
export async function startCutOffReplicas(
  redis: Redis,
  { environment, storeTimes }: CutOffOptions = {},
): Promise<CutOffReplicas> {
  const wire = await createWire(redis.port);
  const provider = await createScriptedProvider();
  const ledger = createTokenLedger('CANARY', { endsFamilyOnReuse: true });
  provider.answer = answerFrom(ledger);

  async function startReplica(url: string): Promise<TestService> {
    const service = await createTestService({
      environment: { ...INSECURE, DOMI_STORE_URL: url, ...environment },
      providerFile: provider.providerFile,
      storeTimes: { budget: 2000, ...storeTimes },
    });
    await untilStoreIs(service, 1);
    return service;
  }

  const [a, b] = [await startReplica(wire.url), await startReplica(redis.url)];
  return {
    wire,
    provider,
    ledger,
    a,
    b,
    async stop() {
      await a.stop();
      await b.stop();
      wire.close();
      await provider.stop();
    },
  };
}
