/** How a client signs its assertions (RFC 7518 section 3.1). */
export type SigningAlgorithm = 'PS256' | 'RS256' | 'ES256';

/** A client secret (RFC 6749 section 2.3.1). */
export interface ClientSecret {
  readonly kind: 'secret';
  readonly secret: string;
}

/** A private key that signs an assertion for each request (RFC 7523 section 2.2). */
export interface ClientKey {
  readonly kind: 'key';
  /** PKCS #8 in PEM. */
  readonly privateKey: string;
  readonly algorithm: SigningAlgorithm;
  /** Name of the key at the provider; undefined when its certificate names it (RFC 7515 section 4.1.4). */
  readonly keyId?: string;
  /** Those of the key: which one names it depends on the time of the request. */
  readonly certificates?: readonly ClientCertificate[];
}

/** A certificate of a client key, as far as assertions need it. */
export interface ClientCertificate {
  /** SHA-256 over the certificate, in base64url (RFC 7515 section 4.1.8). */
  readonly thumbprint: string;
  /** Milliseconds since 1970, as the next one. */
  readonly validFrom: number;
  /** The first moment at which it no longer counts. */
  readonly validTo: number;
}

/** A file with an assertion that somebody else makes and replaces: a cluster, for example. */
export interface AssertionFile {
  readonly kind: 'assertion-file';
  readonly file: string;
  /** Folder that the file must be in whenever it is read, links followed; undefined: any. */
  readonly below?: {
    readonly path: string;
    /** Where it led to when it was validated, without the names that change with each version. */
    readonly leadsTo: string;
  };
}

/** What a client can prove its identity with. Plain data, so that it survives a structured clone. */
export type ClientCredential = ClientSecret | ClientKey | AssertionFile;
