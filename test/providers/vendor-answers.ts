/** What a vendor sends and what has to go to it, as far as docs/providers.md knows; tokens are shortened. */
export interface VendorAnswers {
  /** Query of the authorization request besides what RFC 6749 and 7636 want. */
  readonly authorize: Readonly<Record<string, string>>;
  /** Parameters that come back on the callback besides code and state. */
  readonly callback?: Readonly<Record<string, string>>;
  readonly code: object;
  readonly refresh: object;
  /** What Notes gets for the refresh; the presented token is RT-shown. */
  readonly refreshed: object;
  /** Days for which the refresh token lives without use; absent: the vendor does not say. */
  readonly refreshDays?: number;
  readonly dead: { readonly status: number; readonly body: object };
  /** Absent: the service has no endpoint. */
  readonly revoked?: {
    readonly tokenIn: 'form' | 'query';
    readonly body: object;
    /** The kind of token whose revocation ends the grant, if not either. */
    readonly kind?: 'refresh_token';
  };
  /** An answer that lacks a right, and the right that the page has to name. */
  readonly lessScope?: { readonly scope: string; readonly missing: string };
}

const ZOOM: VendorAnswers = {
  authorize: {},
  code: {
    access_token: 'eyJ.AT-1',
    token_type: 'bearer',
    refresh_token: 'RT-shown',
    expires_in: 3599,
    scope: 'meeting:write:meeting meeting:update:meeting meeting:delete:meeting user:read:user',
    api_url: 'https://api-eu.zoom.us',
  },
  refresh: {
    access_token: 'eyJ.AT-2',
    token_type: 'bearer',
    refresh_token: 'RT-next',
    expires_in: 3599,
    scope: 'meeting:write',
    api_url: 'https://api-eu.zoom.us',
  },
  refreshed: {
    access_token: 'eyJ.AT-2',
    refresh_token: 'RT-next',
    token_type: 'bearer',
    expires_in: 3599,
    scope: 'meeting:write',
    api_url: 'https://api-eu.zoom.us',
  },
  refreshDays: 90,
  dead: { status: 400, body: { reason: 'Invalid Token!', error: 'invalid_grant' } },
  revoked: { tokenIn: 'form', body: { status: 'success' } },
  lessScope: {
    scope: 'meeting:write:meeting meeting:delete:meeting user:read:user',
    missing: 'meeting:update:meeting / meeting:write',
  },
};

const TEAMS: VendorAnswers = {
  authorize: { scope: 'User.Read OnlineMeetings.ReadWrite offline_access openid' },
  callback: { session_state: '6f2d' },
  code: {
    token_type: 'Bearer',
    scope:
      'profile email https://graph.microsoft.com/User.Read https://graph.microsoft.com/OnlineMeetings.ReadWrite',
    expires_in: 4021,
    ext_expires_in: 4021,
    access_token: 'AT-1',
    refresh_token: 'RT-shown',
    id_token: 'eyJ.id',
  },
  refresh: {
    token_type: 'Bearer',
    scope: 'User.Read onlinemeetings.readwrite',
    expires_in: 3599,
    ext_expires_in: 3599,
    access_token: 'AT-2',
    refresh_token: 'RT-next',
    id_token: 'eyJ.id',
  },
  refreshed: {
    ext_expires_in: 3599,
    access_token: 'AT-2',
    refresh_token: 'RT-next',
    token_type: 'Bearer',
    expires_in: 3599,
    scope: 'User.Read onlinemeetings.readwrite',
  },
  refreshDays: 90,
  dead: {
    status: 400,
    body: {
      error: 'invalid_grant',
      error_description: 'AADSTS700082: The refresh token has expired due to inactivity.\r\nTrace ID: 7',
      error_codes: [700082],
      timestamp: '2026-11-24 10:00:00Z',
      trace_id: '7',
      correlation_id: '8',
      error_uri: 'https://login.microsoftonline.com/error?code=700082',
    },
  },
  lessScope: {
    scope: 'https://graph.microsoft.com/User.Read profile',
    missing: 'OnlineMeetings.ReadWrite',
  },
};

const WEBEX: VendorAnswers = {
  authorize: { scope: 'meeting:schedules_write' },
  code: {
    access_token: 'AT-1',
    expires_in: 1209600,
    refresh_token: 'RT-shown',
    refresh_token_expires_in: 7776000,
    token_type: 'Bearer',
    scope: 'spark:kms meeting:schedules_write',
  },
  refresh: {
    access_token: 'AT-2',
    expires_in: 1209600,
    refresh_token: 'RT-shown',
    refresh_token_expires_in: 7775000,
    token_type: 'Bearer',
    scope: 'spark:kms meeting:schedules_write',
  },
  refreshed: {
    refresh_token_expires_in: 7775000,
    access_token: 'AT-2',
    refresh_token: 'RT-shown',
    token_type: 'Bearer',
    expires_in: 1209600,
    scope: 'spark:kms meeting:schedules_write',
  },
  refreshDays: 90,
  dead: {
    status: 400,
    body: {
      error: 'invalid_request',
      error_description: 'The refresh token provided is expired, revoked, malformed, or invalid.',
      trackingID: 'ROUTERGW_1',
    },
  },
  lessScope: { scope: 'spark:kms meeting:schedules_read', missing: 'meeting:schedules_write' },
};

/** By the id of the built-in record; the clouds of one vendor answer alike. */
export const VENDOR_ANSWERS: Readonly<Record<string, VendorAnswers>> = {
  zoom: ZOOM,
  'zoom-gov': ZOOM,
  teams: TEAMS,
  'teams-gcc-high': {
    ...TEAMS,
    code: {
      ...TEAMS.code,
      scope: 'https://graph.microsoft.us/OnlineMeetings.ReadWrite https://graph.microsoft.us/User.Read',
    },
  },
  'teams-dod': TEAMS,
  'teams-china': TEAMS,
  webex: WEBEX,
  'webex-gov': WEBEX,
  gotomeeting: {
    authorize: { scope: 'collab:' },
    code: {
      access_token: 'eyJ.AT-1',
      token_type: 'Bearer',
      refresh_token: 'RT-shown',
      expires_in: 3600,
      scope: 'collab: identity:',
      principal: 'anna@example.com',
    },
    // As in the vendor's sample: neither token_type nor refresh_token.
    refresh: {
      access_token: 'eyJ.AT-2',
      expires_in: 3600,
      scope: 'collab: identity:',
      principal: 'anna@example.com',
    },
    refreshed: {
      principal: 'anna@example.com',
      access_token: 'eyJ.AT-2',
      refresh_token: 'RT-shown',
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'collab: identity:',
    },
    refreshDays: 30,
    dead: { status: 400, body: { error: 'invalid_grant', error_description: 'refresh token is expired' } },
    lessScope: { scope: 'identity:', missing: 'collab:' },
  },
  'google-meet': {
    authorize: {
      scope: 'https://www.googleapis.com/auth/meetings.space.created',
      access_type: 'offline',
      prompt: 'consent',
    },
    callback: {
      iss: 'https://accounts.google.com',
      scope: 'https://www.googleapis.com/auth/meetings.space.created',
      authuser: '0',
      prompt: 'consent',
    },
    code: {
      access_token: 'ya29.AT-1',
      expires_in: 3599,
      refresh_token: 'RT-shown',
      scope: 'https://www.googleapis.com/auth/meetings.space.created',
      token_type: 'Bearer',
    },
    refresh: {
      access_token: 'ya29.AT-2',
      expires_in: 3599,
      scope: 'https://www.googleapis.com/auth/meetings.space.created',
      token_type: 'Bearer',
    },
    refreshed: {
      access_token: 'ya29.AT-2',
      refresh_token: 'RT-shown',
      token_type: 'Bearer',
      expires_in: 3599,
      scope: 'https://www.googleapis.com/auth/meetings.space.created',
    },
    refreshDays: 180,
    dead: {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    },
    revoked: { tokenIn: 'form', body: {} },
    lessScope: { scope: 'openid', missing: 'https://www.googleapis.com/auth/meetings.space.created' },
  },
  ringcentral: {
    authorize: {},
    callback: { expires_in: '60' },
    code: {
      access_token: 'AT-1',
      token_type: 'bearer',
      expires_in: 3600,
      refresh_token: 'RT-shown',
      refresh_token_expires_in: 604800,
      scope: 'ReadAccounts Video',
      owner_id: '256440016',
      endpoint_id: 'x1',
    },
    refresh: {
      access_token: 'AT-2',
      token_type: 'bearer',
      expires_in: 3600,
      refresh_token: 'RT-next',
      refresh_token_expires_in: 604800,
      scope: 'ReadAccounts Video',
      owner_id: '256440016',
    },
    refreshed: {
      refresh_token_expires_in: 604800,
      access_token: 'AT-2',
      refresh_token: 'RT-next',
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'ReadAccounts Video',
    },
    refreshDays: 7,
    dead: {
      status: 400,
      body: {
        error: 'invalid_grant',
        error_description: 'Token not found',
        errors: [{ errorCode: 'OAU-210', message: 'Token not found' }],
      },
    },
    revoked: { tokenIn: 'form', body: {} },
  },
  'zoho-meeting': {
    authorize: {
      scope:
        'ZohoMeeting.meeting.CREATE,ZohoMeeting.meeting.UPDATE,ZohoMeeting.meeting.DELETE,ZohoMeeting.meeting.READ',
      access_type: 'offline',
      prompt: 'consent',
    },
    callback: { location: 'us', 'accounts-server': 'https://accounts.zoho.com' },
    code: {
      access_token: '1000.AT-1',
      refresh_token: 'RT-shown',
      api_domain: 'https://www.zohoapis.com',
      token_type: 'Bearer',
      expires_in: 3600,
    },
    refresh: {
      access_token: '1000.AT-2',
      api_domain: 'https://www.zohoapis.com',
      token_type: 'Bearer',
      expires_in: 3600,
    },
    refreshed: {
      api_domain: 'https://www.zohoapis.com',
      access_token: '1000.AT-2',
      refresh_token: 'RT-shown',
      token_type: 'Bearer',
      expires_in: 3600,
    },
    dead: { status: 200, body: { error: 'invalid_code' } },
    revoked: { tokenIn: 'query', body: { status: 'success' }, kind: 'refresh_token' },
  },
};
