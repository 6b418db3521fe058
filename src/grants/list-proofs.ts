import type { ClientCredential } from '../oauth/client-credential.ts';
import type { ClientProof, ProveClient } from '../oauth/client-proof.ts';
import type { Provider } from '../oauth/provider.ts';

/** A proof, and the position of its credential, from 0. */
export interface ListedProof {
  readonly index: number;
  readonly proof: ClientProof;
}

/**
 * Lists the proofs of a client one after the other: each is made when the one before it was refused. While a secret or a key
 * is being replaced, the old and the new one are both listed.
 * @param order indexes of the credentials, each once
 */
export async function* listProofs(
  provider: Provider,
  order: readonly number[],
  prove: ProveClient,
): AsyncGenerator<ListedProof, void> {
  for (const index of order) {
    const credential = provider.clientCredentials[index] as ClientCredential;
    const proof = await prove(provider, credential);
    yield { index, proof };
    const replacement = await findReplacement(provider, credential, proof, prove);
    if (replacement !== undefined) yield { index, proof: replacement };
  }
}

/** An assertion in a file may have been replaced after it was read, or read while it was being written. */
async function findReplacement(
  provider: Provider,
  credential: ClientCredential,
  refused: ClientProof,
  prove: ProveClient,
): Promise<ClientProof | undefined> {
  if (credential.kind !== 'assertion-file' || refused.kind !== 'assertion') return undefined;
  const proof = await prove(provider, credential);
  return proof.kind === 'assertion' && proof.assertion !== refused.assertion ? proof : undefined;
}
