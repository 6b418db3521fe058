import { randomUUID } from 'node:crypto';
import { buildAssertion } from '../oauth/client-assertion.ts';
import type { ClientKey } from '../oauth/client-credential.ts';
import type { ClientProof, ProveClient } from '../oauth/client-proof.ts';
import { DomiError } from '../oauth/errors.ts';
import type { Provider } from '../oauth/provider.ts';
import { createAssertionSigner } from './assertion-signer.ts';
import { type ReadAssertionFile, readAssertion } from './read-assertion.ts';

export interface ProverParts {
  readonly now: () => Date;
  readonly readFile: ReadAssertionFile;
}

export function createClientProver({ now, readFile }: ProverParts): ProveClient {
  const sign = createAssertionSigner();

  async function proveByKey(provider: Provider, key: ClientKey): Promise<ClientProof> {
    try {
      const assertion = await sign(key, buildAssertion(provider, key, randomUUID(), now()));
      return { kind: 'assertion', assertion };
    } catch {
      // Errors of the library describe the key.
      throw new DomiError('client_credentials_refused', { reason: 'the client key cannot sign' });
    }
  }

  return (provider, credential) => {
    switch (credential.kind) {
      case 'secret':
        return credential;
      case 'key':
        return proveByKey(provider, credential);
      case 'assertion-file':
        return { kind: 'assertion', assertion: readAssertion(credential, readFile) };
    }
  };
}
