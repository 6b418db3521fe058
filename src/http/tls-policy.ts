import { constants } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';

/** TLS 1.3: every suite of it encrypts and authenticates in one step. */
const SUITES_1_3 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];

/** TLS 1.2: those that RFC 9325 section 4.2 recommends, and ChaCha20 for clients without AES in hardware (RFC 7905). */
const SUITES_1_2 = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
];

/**
 * TLS of our ports: 1.3, and 1.2 with authenticated encryption and ephemeral keys only (RFC 9325). No renegotiation,
 * which costs us far more than the client (section 3.5).
 */
export const TLS_POLICY = {
  minVersion: 'TLSv1.2',
  ciphers: [...SUITES_1_3, ...SUITES_1_2].join(':'),
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
} as const satisfies SecureContextOptions;

/** Milliseconds. A handshake takes three round trips; a client that is slower than this never finishes. */
export const HANDSHAKE_TIMEOUT = 10_000;
