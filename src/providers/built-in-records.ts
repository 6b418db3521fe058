import { GOOGLE_MEET } from './google-meet.ts';
import { GOTOMEETING } from './gotomeeting.ts';
import type { ProviderRecord } from './provider-record.ts';
import { RINGCENTRAL } from './ringcentral.ts';
import { TEAMS, TEAMS_CHINA, TEAMS_DOD, TEAMS_GCC_HIGH } from './teams.ts';
import { WEBEX, WEBEX_GOV } from './webex.ts';
import { ZOHO_MEETING } from './zoho-meeting.ts';
import { ZOOM, ZOOM_GOV } from './zoom.ts';

/**
 * The providers that need only credentials, in the order of the landing page. The first four are those of DOMI 1.x,
 * with the same endpoints, paths and scopes, so that an upgrade changes nothing in Notes or in a provider's console.
 * Each record names the source of its facts and what is unconfirmed.
 */
export const BUILT_IN_RECORDS: Readonly<Record<string, ProviderRecord>> = {
  zoom: ZOOM,
  teams: TEAMS,
  webex: WEBEX,
  gotomeeting: GOTOMEETING,
  'google-meet': GOOGLE_MEET,
  ringcentral: RINGCENTRAL,
  'zoho-meeting': ZOHO_MEETING,
  'zoom-gov': ZOOM_GOV,
  'webex-gov': WEBEX_GOV,
  'teams-gcc-high': TEAMS_GCC_HIGH,
  'teams-dod': TEAMS_DOD,
  'teams-china': TEAMS_CHINA,
};
