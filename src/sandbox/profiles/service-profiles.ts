import type { ServiceProfile } from '../service-profile.ts';
import { GOTOMEETING } from './gotomeeting.ts';
import { TEAMS } from './teams.ts';
import { WEBEX } from './webex.ts';
import { ZOOM } from './zoom.ts';

export const SERVICE_PROFILES: readonly ServiceProfile[] = [ZOOM, TEAMS, WEBEX, GOTOMEETING];
