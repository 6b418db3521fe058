/** Selectors by the variables of the dashboard. Recorded ratios cover a whole job and have no instance. */
export const JOB = 'namespace=~"$namespace",job=~"$job"';
export const CHOSEN = `${JOB},instance=~"$instance"`;
export const CHOSEN_PROVIDER = `${CHOSEN},provider=~"$provider"`;
export const REFRESH = `${CHOSEN_PROVIDER},grant_type="refresh_token"`;
export const FAULTS =
  'outcome=~"provider_.*|temporarily_unavailable|rate_limited|client_credentials_refused|no_refresh_token|server_error"';

export const rate = (metric: string, selector: string): string =>
  `rate(${metric}{${selector}}[$__rate_interval])`;
export const quantile = (share: number, by: string, metric: string, selector: string): string =>
  `histogram_quantile(${share}, sum by (${by}, le) (${rate(`${metric}_bucket`, selector)}))`;
