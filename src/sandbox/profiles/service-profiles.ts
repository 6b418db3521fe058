import type { ServiceProfile } from '../service-profile.ts';
import { GOTOMEETING_PROFILE } from './gotomeeting-profile.ts';
import { TEAMS_PROFILE } from './teams-profile.ts';
import { WEBEX_PROFILE } from './webex-profile.ts';
import { ZOOM_PROFILE } from './zoom-profile.ts';

export const SERVICE_PROFILES: readonly ServiceProfile[] = [
  ZOOM_PROFILE,
  TEAMS_PROFILE,
  WEBEX_PROFILE,
  GOTOMEETING_PROFILE,
];
