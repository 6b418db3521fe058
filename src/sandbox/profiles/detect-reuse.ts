import type { ServiceProfile } from '../service-profile.ts';

/**
 * The same service with the reuse detection of RFC 9700 section 4.14.2, as Keycloak and django-oauth-toolkit have it: a
 * spent refresh token that comes back ends its whole family. Nothing changes where refresh tokens are good more than once.
 */
export function detectReuse(profile: ServiceProfile): ServiceProfile {
  return { ...profile, endsFamilyOnReuse: profile.refreshTokenRotation === 'single-use' };
}
