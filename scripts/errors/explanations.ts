import type { ErrorCode } from '../../src/oauth/errors.ts';

/** What an administrator needs to know of an error, besides what the catalogue has. */
export interface Explanation {
  readonly cause: string;
  readonly find: string;
  readonly remedy: string;
}

const LOG = 'access log: the line with the request id';
const UPSTREAM = `${LOG}, and the upstream line before it`;
const SAID = '`provider_error`, `provider_error_number`';
const START_AGAIN = 'Nothing: the user starts again.';

export const EXPLANATIONS: Readonly<Record<ErrorCode, Explanation>> = {
  invalid_request: {
    cause: 'Repeated or unreadable parameters or headers, a callback without a code.',
    find: `${LOG}, \`reason\``,
    remedy: 'Look for a proxy that changes requests: open `/diag` on the machine that is concerned.',
  },
  invalid_flow: {
    cause:
      'A callback without the cookie of its sign-in: expired, used, from another browser, tenant or provider, or cookies are blocked.',
    find: `${LOG}, \`reason\``,
    remedy:
      'If it happens to everybody: give all replicas the same `DOMI_SEAL_KEYS`, and let users start at the host of the public address.',
  },
  no_waiting_code: {
    cause: 'The token page without a code that waits, or with one that was used: reload, Back, a bookmark.',
    find: LOG,
    remedy: START_AGAIN,
  },
  access_denied: {
    cause: 'The user declined, or could not consent and went back.',
    find: `${LOG}, ${SAID}`,
    remedy:
      'If users could not consent, consent for all of them: the page has the link, and so has `domi onboard`.',
  },
  admin_consent_required: {
    cause:
      'The organization lets only an administrator consent (`consent_required`, `interaction_required`, AADSTS65001, AADSTS90094 …).',
    find: `${LOG}, ${SAID}`,
    remedy: 'Open the consent link of the page, or of `domi onboard`, as an administrator.',
  },
  unknown_app: {
    cause:
      'The client id is unknown at the service or in its directory, or the app is disabled or for one tenant only.',
    find: `${LOG}, ${SAID}; \`domi check --live\``,
    remedy:
      'Correct `clientId`, `variables` (directory) or the app; for Entra an admin consent may add the app.',
  },
  app_not_published: {
    cause: 'The app is in development, or not approved for this account.',
    find: `${LOG}, ${SAID}`,
    remedy: 'Publish the app at the service, or have it approved for the account.',
  },
  scope_refused: {
    cause: 'A scope that the app does not have, or that the service does not know.',
    find: `${LOG}, ${SAID}`,
    remedy: 'Compare `scopes` of the record with those of the app; `domi onboard` lists them.',
  },
  wrong_account: {
    cause: 'A personal account, a guest, or an account of another organization.',
    find: `${LOG}, ${SAID}`,
    remedy: 'Nothing, or name the directory in `variables` so that the service asks for the right account.',
  },
  blocked_by_policy: {
    cause: 'Conditional access, a device, network or assignment rule, a locked or disabled account.',
    find: 'sign-in log of the service (Entra: Monitoring, Sign-in logs)',
    remedy: 'Change the rule, or assign the user to the app.',
  },
  issuer_mismatch: {
    cause:
      '`iss` of the callback is not `issuer` of the record: a wrong `issuer`, or a mix-up attack (RFC 9207).',
    find: `${LOG}, \`reason\``,
    remedy: 'If it happens to everybody, correct `issuer`. If it happened once, do not.',
  },
  authorization_failed: {
    cause: 'The service refused the authorization request for another reason.',
    find: `${LOG}, ${SAID}`,
    remedy:
      'Compare redirect URI and parameters with the app; `authorizationErrors` gives the error a better name.',
  },
  invalid_grant: {
    cause:
      'Code or refresh token is dead: expired, revoked, or [spent](refresh.md#spent-tokens), since a newer one is in use.',
    find: UPSTREAM,
    remedy: 'Nothing for one user. For many at once see the [runbook](runbooks/DomiDeadTokensBurst.md).',
  },
  unsupported_token_type: {
    cause: 'A revocation at a service that cannot end the grant, or ends the access token alone.',
    find: LOG,
    remedy: 'The user removes the app by hand, at `manage_url` of the answer.',
  },
  insufficient_scope: {
    cause: 'A required scope was not granted; the page names it.',
    find: `${LOG}, \`missing_scopes\``,
    remedy:
      'If users can untick it, nothing; otherwise add the scope to the app, or correct `requiredScopes`.',
  },
  no_refresh_token: {
    cause: 'The service issued no refresh token.',
    find: UPSTREAM,
    remedy:
      'Allow refresh tokens (offline access) in the app, or add the scope or parameter that asks for them.',
  },
  invalid_token: {
    cause: 'No usable `Authorization: Bearer …` arrived.',
    find: '`GET /diag` with that header, from where Notes runs',
    remedy: 'Let the proxy pass the header.',
  },
  cross_site_request: {
    cause: 'A web page of another site, a frame or a prefetch called.',
    find: `${LOG}, \`reason\``,
    remedy: 'Nothing.',
  },
  invalid_signature: {
    cause: 'A delivery to a webhook that is forged, more than five minutes old, or known already.',
    find: `${LOG}, \`reason\``,
    remedy:
      'If all of them are refused, compare the secret token in the console with `webhook.secret`, and the clock of this machine with the right time.',
  },
  not_found: {
    cause: 'Unknown address, tenant or provider, or the provider is not enabled.',
    find: `${LOG}, \`reason\`; \`GET /diag\` at that address`,
    remedy: 'Compare the root URL in Notes with `publicUrl`; enable the provider.',
  },
  method_not_allowed: {
    cause: 'The address does not answer this method; `Allow` says which.',
    find: LOG,
    remedy: 'Correct the caller.',
  },
  request_timeout: {
    cause: 'The request head did not arrive in time.',
    find: LOG,
    remedy: 'Look for a slow or broken proxy.',
  },
  content_too_large: {
    cause: 'A delivery to a webhook above 64 KiB, or the extensions of a chunk of the body above 16 KiB.',
    find: LOG,
    remedy:
      'Subscribe the app to the events that are needed only. No client of ours sends such chunks: find out who does.',
  },
  expectation_failed: {
    cause: 'An `Expect` header other than `100-continue`.',
    find: LOG,
    remedy: 'Find out who sends it: no client of ours does.',
  },
  request_header_too_large: {
    cause: 'Request head above 32 KiB, or more than 100 headers.',
    find: LOG,
    remedy: 'The user deletes the cookies of this host.',
  },
  rate_limited: {
    cause: 'A limit of [fair use](tenants.md#fair-use), or the service says that it is asked too often.',
    find: `${LOG}, \`reason\``,
    remedy: 'Raise the limit if its users are right.',
  },
  overloaded: {
    cause: 'The event loop is late, or too many requests are in hand: [overload](settings.md#overload).',
    find: `${LOG}, \`reason\`; \`domi_requests_shed_total\``,
    remedy: 'More replicas, or stop the flood.',
  },
  client_closed_request: {
    cause:
      'The client hung up first; nobody sees this answer. A refresh goes on without it: [refresh.md](refresh.md).',
    find: LOG,
    remedy: 'If it is frequent, look for a proxy with a short time-out.',
  },
  server_error: {
    cause: 'A fault in this service.',
    find: 'log: the line of level error with the request id',
    remedy: 'Report it with that line.',
  },
  client_credentials_refused: {
    cause:
      'The service refuses client id or secret, or the app was deleted or disabled there; tokens stay good.',
    find: `${UPSTREAM}, ${SAID}; \`domi check --live\``,
    remedy: 'Enter the present secret; see the [runbook](runbooks/DomiClientCredentialsRefused.md).',
  },
  provider_rejected_request: {
    cause: 'The service rejected the request for another reason.',
    find: `${UPSTREAM}, ${SAID}`,
    remedy: 'Compare the record with the documentation of the service.',
  },
  provider_invalid_answer: {
    cause:
      'No OAuth answer, whatever its status: a page or JSON of a proxy or gateway, a redirect, larger than 64 KiB …',
    find: UPSTREAM,
    remedy: 'Look for a proxy or firewall in between; check the endpoints of the record.',
  },
  provider_failed: {
    cause: 'The service reports an internal failure.',
    find: UPSTREAM,
    remedy: 'Wait; look at the status page of the service.',
  },
  provider_unreachable: {
    cause:
      'No connection (DNS, TCP, the tunnel of a proxy, TLS), tried twice: nothing was sent, the token is untouched.',
    find: `${UPSTREAM}, \`reason\``,
    remedy: 'Check DNS, firewall and `HTTPS_PROXY`.',
  },
  provider_connection_lost: {
    cause: 'The connection broke after sending: the token may be spent.',
    find: UPSTREAM,
    remedy: 'If it is frequent, look for a proxy or firewall that cuts connections.',
  },
  temporarily_unavailable: {
    cause:
      'The service says so, its circuit is open, too many calls are in flight there, too little time was left to ask ([time for an answer](refresh.md#what-happens-to-a-refresh)), or the store was lost while another replica asked ([in doubt](refresh.md#in-doubt)).',
    find: `${UPSTREAM}; the panel of circuits`,
    remedy: 'Wait; see the alerts that fire.',
  },
  tenant_misconfigured: {
    cause:
      'The configuration of this tenant has a fault, so it is left out ([tenants.md](tenants.md#a-fault-stays-with-its-tenant)). Nothing was sent, the token is untouched; `Retry-After`.',
    find: 'log: the line `tenant left out` with the id of the tenant; `domi check`',
    remedy: 'Correct the configuration; see the [runbook](runbooks/DomiTenantsRejected.md).',
  },
  provider_timeout: {
    cause:
      'No answer within 25 s. One that comes within 10 s more is kept for who tries again; else the token may be spent.',
    find: UPSTREAM,
    remedy: 'Wait; look at the status page of the service.',
  },
};
