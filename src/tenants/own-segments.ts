/** First path segments that the service answers itself, for every tenant and at every host: no provider may take one. */
export const OWN_SEGMENTS = {
  landing: 'index.html',
  assets: 'assets',
  diag: 'diag',
  /** The health check of a load balancer, which names no tenant: it stands below no prefix. */
  health: 'readyz',
  /** Nothing is there, but browsers ask for it unasked. */
  icon: 'favicon.ico',
} as const;
