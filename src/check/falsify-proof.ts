import type { ClientProof } from '../oauth/client-proof.ts';

const WRONG_SECRET = 'domi-check-deliberately-wrong-secret';

/** Base64url for some bytes of a signature, and others for a signature that has these. */
const WRONG_BYTES = ['d3Jvbmc', 'ZmFsc2U'] as const;

/** Turns a proof into one of the same form that every provider must refuse: an assertion keeps all but its signature. */
export function falsifyProof(proof: ClientProof): ClientProof {
  if (proof.kind === 'secret') return { kind: 'secret', secret: WRONG_SECRET };
  const start = proof.assertion.lastIndexOf('.') + 1;
  const [usual, other] = WRONG_BYTES;
  const wrong = proof.assertion.startsWith(usual, start) ? other : usual;
  const rest = proof.assertion.slice(start + wrong.length);
  return { kind: 'assertion', assertion: proof.assertion.slice(0, start) + wrong + rest };
}
