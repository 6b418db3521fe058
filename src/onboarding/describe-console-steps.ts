import { createPublicKey } from 'node:crypto';
import type { AssertionClaims } from '../client-authentication/read-assertion-claims.ts';
import type { AuthenticationPlan } from '../config/describe-authentication.ts';
import type { ClientKey } from '../oauth/client-credential.ts';
import type { Provider } from '../oauth/provider.ts';

/** What a customer does in the console of the provider, so that it accepts this client. Without any secret. */
export interface ConsoleAuthentication {
  readonly method: Provider['tokenEndpointAuthMethod'];
  /** As sentences, in their order. */
  readonly steps: readonly string[];
  /** Public keys to be registered, as a JWK set (RFC 7517). */
  readonly jwks: { readonly keys: readonly object[] } | undefined;
}

export type ReadClaims = (file: string) => AssertionClaims | { readonly failure: string };

export function describeConsoleSteps(
  provider: Provider,
  plan: AuthenticationPlan,
  readClaims: ReadClaims,
): ConsoleAuthentication {
  const method = provider.tokenEndpointAuthMethod;
  switch (plan.kind) {
    case 'secret':
      return { method, steps: listSecretSteps(plan), jwks: undefined };
    case 'key':
      return { method, ...describeKeys(provider, plan) };
    case 'assertion':
      return { method, steps: listAssertionSteps(plan, readClaims), jwks: undefined };
  }
}

function listSecretSteps({ places }: AuthenticationPlan): string[] {
  const place = places[0] ?? 'a file that clientSecret names';
  return [`create a client secret, and put it into ${place}; note its last day in expiresAt`];
}

function describeKeys(
  { clientCredentials }: Provider,
  { places, certificatePlaces }: AuthenticationPlan,
): Pick<ConsoleAuthentication, 'steps' | 'jwks'> {
  const keys = clientCredentials.filter((credential) => credential.kind === 'key');
  if (keys.length === 0) {
    const place = places[0] ?? 'a file that clientKey names';
    const steps = [
      `make a key pair (domi onboard --make-key FOLDER), and put the private key into ${place}`,
      'then run this again: it prints what to register',
    ];
    return { steps, jwks: undefined };
  }
  const certificates = keys.flatMap((key) => key.certificates ?? []);
  if (certificates.length > 0) {
    const thumbprints = certificates.map(({ thumbprint }) => toHex(thumbprint));
    const steps = [
      `upload the certificate in ${certificatePlaces.join(', ')} (Microsoft Entra: Certificates & secrets, Certificates)`,
      ...thumbprints.map((thumbprint) => `compare its SHA-256 thumbprint: ${thumbprint}`),
    ];
    return { steps, jwks: undefined };
  }
  const algorithms = [...new Set(keys.map(({ algorithm }) => algorithm))].join(', ');
  return {
    steps: [
      `register the public key below as the way in which the client authenticates; it signs with ${algorithms}`,
    ],
    jwks: { keys: keys.map(toJwk) },
  };
}

function toHex(base64url: string): string {
  return Buffer.from(base64url, 'base64url').toString('hex').toUpperCase();
}

function toJwk({ privateKey, algorithm, keyId }: ClientKey): object {
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  return { ...jwk, use: 'sig', alg: algorithm, ...(keyId !== undefined && { kid: keyId }) };
}

function listAssertionSteps({ places }: AuthenticationPlan, readClaims: ReadClaims): string[] {
  const [file = ''] = places;
  const claims = readClaims(file);
  const step =
    'add a federated credential (Microsoft Entra: Certificates & secrets, Federated credentials, Other issuer)';
  if ('failure' in claims) {
    return [
      step,
      `it takes issuer, subject and audience of the token in ${file}, which is not to be had here: ${claims.failure}`,
    ];
  }
  return [
    step,
    `its issuer: ${claims.issuer ?? 'none'}`,
    `its subject: ${claims.subject ?? 'none'}`,
    `its audience: ${claims.audiences.join(', ') || 'none'}`,
  ];
}
