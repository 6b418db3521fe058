import type { Texts } from './texts.ts';

export const en: Texts = {
  lang: 'en',
  dir: 'ltr',
  product: 'Online meetings for HCL Notes',
  support: 'Help and support',
  home: 'Home page',
  language: 'Language',
  colon: ': ',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Your browser did not allow copying. The text is selected: press Ctrl+C, or ⌘C on a Mac.',

  landing: {
    title: 'Connect your meeting service',
    lead: 'You do this once. From then on, your HCL Notes calendar creates, updates and cancels online meetings for you.',
    servicesHeading: 'Which service do you use?',
    signInAt: (host) => `Sign in at ${host}`,
    stepsHeading: 'What to expect',
    steps: [
      'You sign in at your meeting service and allow access to your meetings. Your password stays there.',
      'You are shown a token, once, and copy it.',
      'You paste it in HCL Notes, in “Online Meeting Credentials”.',
    ],
    removeHeading: 'Removing access',
    remove: 'You can end the access at any time, on the page of the service:',
    rootHeading: 'For administrators',
    root: 'Root URL to enter in Notes',
    emptyHeading: 'No meeting service is enabled',
    empty: 'Your administrator must enable a meeting service before you can connect it to Notes.',
  },

  token: {
    title: (service) => `${service} for HCL Notes Setup`,
    copiedTitle: 'Copied: now paste it in Notes',
    heading: (service) => `Your ${service} token is ready`,
    lead: 'Copy it, then paste it in HCL Notes.',
    label: 'Copy into "Refresh Token"',
    length: (characters) => `${characters} characters`,
    show: 'Show',
    copiedStatus: 'The token is on the clipboard. Go on in HCL Notes.',
    withoutScript: 'Click the token to select it, then copy it.',
    stepsHeading: 'Next steps',
    steps: [
      'Copy the token.',
      'Go back to “Online Meeting Credentials” in HCL Notes.',
      'Click “Paste”. Notes checks the token and saves it.',
    ],
    drawing: 'Drawing of the form in Notes: the “Paste” button is beside “Refresh Token”.',
    caution:
      'The token is shown only once. Keep it to yourself: anyone who has it can manage meetings in your name.',
    printed: 'The token is not printed.',
  },

  error: {
    anyService: 'the meeting service',
    topics: {
      badRequest: {
        headline: 'This page cannot be opened this way',
        happened: 'This site does not understand the request.',
        todo: 'Open the page again, from HCL Notes or from the home page. If that does not help, tell your administrator.',
      },
      notCompleted: {
        headline: 'Your sign-in was not completed',
        happened:
          'It took too long, was already used, was started in another browser, or this browser did not keep the cookie of this site.',
        todo: 'Start again and finish in this browser. Nothing has changed in HCL Notes.',
      },
      nothingWaiting: {
        headline: 'There is no token to show',
        happened: 'A token is shown only once, and no sign-in is waiting in this browser.',
        todo: 'If you have copied the token, go on in HCL Notes. Start again only if you have lost it: with some services, such as Zoom, the earlier token then stops working.',
      },
      declined: {
        headline: 'Access was not allowed',
        happened: (service) => `${service} reports that the permission was declined.`,
        todo: 'If HCL Notes should manage your meetings, start again and allow access. Nothing has changed in HCL Notes.',
      },
      declinedOrAdmin: {
        headline: 'Access was not allowed',
        happened: (service) =>
          `${service} reports that the permission was not given: it was declined, or only an administrator may approve the app.`,
        todo: 'If you were asked for the approval of an administrator, send the link below to your administrator; starting again does not help. If you declined yourself, you can start again.',
      },
      adminConsent: {
        headline: 'Your administrator must approve this app first',
        happened: (service) =>
          `${service} lets only an administrator of your organization approve the app. Starting again does not help until then.`,
        todo: 'Send the link below to your administrator. Once the app is approved, start again from HCL Notes.',
      },
      appRefused: {
        headline: (service) => `${service} does not accept this site`,
        happened:
          'The app that this site uses there is unknown or disabled, or its client secret has expired.',
        todo: 'Only your administrator can fix this. Send them the details below.',
      },
      appNotPublished: {
        headline: 'The app is not available for your account yet',
        happened: (service) => `${service} has not published or approved the app that this site uses.`,
        todo: 'Only your administrator can get the app published or approved. Send them the details below.',
      },
      scopeRefused: {
        headline: (service) => `${service} refused a permission`,
        happened: 'The app that this site uses asks for a permission that it was not given there.',
        todo: 'Only your administrator can correct the permissions of the app. Send them the details below.',
      },
      wrongAccount: {
        headline: (service) => `${service} does not accept this account`,
        happened:
          'It is of the wrong kind, for example a personal account, or it belongs to another organization.',
        todo: 'Start again and sign in with your work account. If you are not asked which account to use, sign out at the service first.',
      },
      blockedByPolicy: {
        headline: 'Your organization does not allow this sign-in',
        happened: (service) =>
          `${service} reports a rule of your organization, for example about devices, networks, or who may use the app.`,
        todo: 'Only your administrator can change the rule or tell you how to meet it. Send them the details below.',
      },
      issuerMismatch: {
        headline: 'The sign-in was stopped for your safety',
        happened: (service) =>
          `The answer did not come from the address that this site expects of ${service}. No token was issued.`,
        todo: 'Only your administrator can check this: the configuration may name the wrong issuer. Send them the details below.',
      },
      refused: {
        headline: (service) => `${service} refused the request`,
        happened: 'The service did not accept what this site sent.',
        todo: 'Only your administrator can fix this. Send them the details below.',
      },
      expired: {
        headline: 'This sign-in is no longer valid',
        happened: (service) => `${service} did not accept it: it took too long or was already used.`,
        todo: 'Start again and finish within a few minutes. Nothing has changed in HCL Notes.',
      },
      scopeMissing: {
        headline: 'A permission is missing',
        happened: (service) => `${service} did not grant everything that online meetings need.`,
        todo: 'If you unticked a permission, start again and leave all of them ticked. If there was nothing to tick, send the details below to your administrator.',
      },
      noRefreshToken: {
        headline: (service) => `${service} issued no token for Notes`,
        happened:
          'You are signed in, but the app that this site uses may not get a lasting token (refresh token, offline access).',
        todo: 'Only your administrator can change that in the app. Send them the details below.',
      },
      notForBrowsers: {
        headline: 'This address is for HCL Notes',
        happened: 'It answers the Notes client, not a browser or another website.',
        todo: 'Go to the home page to connect your meeting service.',
      },
      notFound: {
        headline: 'This page does not exist',
        happened: 'There is nothing at this address, or the meeting service is not enabled here.',
        todo: 'Check the address, or go to the home page. If HCL Notes opened this page, tell your administrator.',
      },
      nowhere: {
        headline: 'There is no site at this address',
        happened: 'The server works, but none of its sites has this name or path.',
        todo: 'Check the address for typing errors. If HCL Notes opened this page, your administrator must correct the root URL in Notes.',
      },
      rateLimited: {
        headline: 'Too many requests just now',
        happened: 'More requests are arriving than this site or the meeting service can accept.',
        todo: 'Wait a minute, then try again. If it keeps happening, tell your administrator.',
      },
      ourFault: {
        headline: 'Something went wrong on this site',
        happened: 'An unexpected error occurred.',
        todo: 'Try again. If it happens again, send the details below to your administrator.',
      },
      serviceTrouble: {
        headline: (service) => `${service} is not responding properly`,
        happened: 'It could not be reached, took too long, or reported a problem of its own.',
        todo: 'Wait a few minutes, then try again. If it keeps happening, send the details below to your administrator.',
      },
      siteUnavailable: {
        headline: 'This site is not available at the moment',
        happened: 'There is a mistake in its configuration.',
        todo: 'Try again later. Your administrator can find the mistake in the log of the service.',
      },
      other: {
        headline: 'This did not work',
        happened: 'The request could not be completed.',
        todo: 'Try again. If it happens again, send the details below to your administrator.',
      },
    },
    nextHeading: 'What to do',
    startAgain: 'Start again',
    adminHeading: 'For administrators',
    adminConsent: 'Approve the app once for your whole organization. You can do this right here.',
    adminLink: 'Approve the app',
    sendLink: 'Link to send to your administrator',
    mayNeedAdmin: (service) =>
      `Did ${service} say that an administrator must approve the app? Then send the link below to your administrator.`,
    adminConsentWithoutLink:
      'Send the details below to your administrator, who can approve the app at the service. Once it is approved, start again from HCL Notes.',
    detailsHeading: 'Details for support',
    requestId: 'Request ID',
    time: 'Time',
    status: 'HTTP status',
    code: 'Error',
    service: 'Service',
    copyDetails: 'Copy details',
    detailsCopied: 'The details are on the clipboard.',
  },

  consent: {
    heading: 'The app has been approved',
    lead: (service) =>
      `${service} reports that an administrator has approved the app for the whole organization.`,
    next: 'Everybody in the organization can connect a meeting service now. It may take a few minutes until the approval takes effect.',
    start: 'Get a token',
  },

  check: {
    title: 'Connection check',
    lead: 'This is how your request reached the server. It contains no token, so you can send it to your administrator.',
    yes: 'yes',
    no: 'no',
    labels: {
      address_known: 'The address belongs to a site on this server',
      site_in_service: 'The site is in service',
      public_url: 'Public address',
      host_is_public_host: 'The host name is that of the public address',
      scheme: 'Protocol',
      http_version: 'HTTP version',
      client_address: 'Your network address',
      forwarded: 'A proxy added its header',
      authorization_present: 'An Authorization header arrived',
      authorization_is_bearer: 'It begins with “Bearer”',
      authorization_length: 'Its length in characters',
      header_bytes: 'Size of all headers in bytes',
    },
  },
};
