/** What is asked of a provider, in the names that dashboards know from DOMI 1.x. */
export const GRANT_TYPES = ['authorization_code', 'refresh_token', 'revoke_token'] as const;

export type GrantType = (typeof GRANT_TYPES)[number];
