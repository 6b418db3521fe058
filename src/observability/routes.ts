/**
 * The routes by name, with their patterns: the name is the label of metrics and log lines, the pattern is `http.route`
 * of spans. A request that matches no route or no provider is `other`: paths never become labels.
 */
export const ROUTES = {
  landing: '/',
  asset: '/assets/{file}',
  diag: '/diag',
  start: '/{path}/{page}',
  'token-page': '/{path}/token.html',
  callback: '/{callback}',
  refresh: '/{path}Refresh',
  revoke: '/{path}Revoke',
  webhook: '/{webhook}',
} as const satisfies Readonly<Record<string, string>>;

export type RouteName = keyof typeof ROUTES | 'other';
