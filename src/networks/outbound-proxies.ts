/** The proxies for calls to providers. User and password stand percent-encoded in the URL; it must never be printed. */
export interface OutboundProxies {
  /** For `https:` addresses, through a tunnel. */
  readonly https?: URL;
  /** For `http:` addresses. */
  readonly http?: URL;
  /** Hosts that are called directly, as `NO_PROXY` lists them. */
  readonly noProxy: string;
}
