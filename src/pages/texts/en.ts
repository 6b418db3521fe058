import type { Texts } from './texts.ts';

export const en: Texts = {
  lang: 'en',
  dir: 'ltr',
  product: 'Online meetings for HCL Notes',
  footer: 'Domino Online Meeting Integration',
  support: 'Help and support',

  landing: {
    title: 'Connect your meeting service',
    lead: 'Do this once. From then on the HCL Notes calendar creates an online meeting when you send an invitation, and keeps it up to date when you change or cancel it.',
    servicesHeading: 'Which service do you use?',
    serviceHint: 'Sign in to get a token',
    stepsHeading: 'How it works',
    steps: [
      'Sign in at your meeting service and allow access to your meetings. Your password stays there.',
      'Copy the token that you are shown.',
      'Paste it into your Online Meeting Credentials profile in Notes.',
    ],
    emptyHeading: 'No meeting service is enabled',
    empty:
      'Your administrator has to enable at least one meeting service before you can connect it to Notes.',
  },

  token: {
    title: (service) => `${service} for HCL Notes Setup`,
    heading: (service) => `Your ${service} token is ready`,
    lead: 'You are signed in. Now take this token over into HCL Notes.',
    label: 'Copy into "Refresh Token"',
    copy: 'Copy',
    copied: 'Copied!',
    copiedStatus: 'The token is on your clipboard. Go on in HCL Notes.',
    copyFailedStatus: 'The browser did not allow copying. The token is selected: press Ctrl+C, on a Mac ⌘C.',
    withoutScript: 'Select all the text in the box and copy it.',
    stepsHeading: 'What to do next',
    steps: [
      'Copy the token.',
      'Go back to the Online Meeting Credentials profile in HCL Notes.',
      'Click “Paste”. Notes checks the token and saves it at once.',
    ],
    secretHeading: 'Keep it to yourself.',
    secret:
      'Whoever has this token can manage meetings in your name. Never send it to anybody: nobody who asks for it means well.',
    onceHeading: 'It is shown only once.',
    once: 'This page cannot be reloaded. If the token gets lost, sign in again for a new one.',
    again: 'With some services, such as Zoom, signing in again makes earlier tokens invalid.',
  },

  error: {
    anyService: 'The meeting service',
    headlines: {
      invalid_request: () => 'This request cannot be understood',
      invalid_flow: () => 'This sign-in did not go through',
      no_waiting_code: () => 'Nothing to show here any more',
      access_denied: () => 'You did not allow access',
      authorization_failed: (service) => `${service} refused the sign-in`,
      invalid_grant: () => 'This sign-in is no longer valid',
      unsupported_token_type: (service) => `${service} does not end access from here`,
      insufficient_scope: () => 'A permission is missing',
      no_refresh_token: (service) => `${service} gave no token for Notes`,
      invalid_token: () => 'No usable token arrived',
      cross_site_request: () => 'This address is for HCL Notes only',
      not_found: () => 'There is no such page',
      method_not_allowed: () => 'This page does not work that way',
      request_timeout: () => 'The request took too long',
      request_header_too_large: () => 'The request is too large',
      rate_limited: () => 'Too many requests just now',
      client_closed_request: () => 'The connection was closed before the answer was there.',
      server_error: () => 'Something went wrong on our side',
      client_credentials_refused: (service) => `${service} does not accept this site`,
      provider_rejected_request: (service) => `${service} rejected the request`,
      provider_invalid_answer: (service) => `${service} gave an unexpected answer`,
      provider_failed: (service) => `${service} has a problem of its own`,
      provider_unreachable: (service) => `${service} could not be reached`,
      provider_connection_lost: (service) => `${service} did not finish its answer`,
      temporarily_unavailable: (service) => `${service} is not available at the moment`,
      provider_timeout: (service) => `${service} did not answer in time`,
      tenant_misconfigured: () => 'This site is not set up correctly',
    },
    descriptionOf: {
      invalid_grant: 'The meeting service did not accept this sign-in: it took too long or was used already.',
      insufficient_scope: 'The meeting service did not grant every permission that online meetings need.',
      rate_limited: 'Too many requests arrive at the moment, here or at the meeting service.',
      client_credentials_refused:
        'The OAuth app of this site is not accepted: its id or secret is wrong or has expired.',
      provider_rejected_request: 'The meeting service did not accept what this site sent.',
      provider_unreachable: 'No connection to the meeting service came about.',
      provider_connection_lost: 'The connection to the meeting service broke before its answer arrived.',
      provider_timeout: 'The meeting service took longer than this site can wait.',
      tenant_misconfigured:
        'Its configuration has a fault, so it is switched off until that is corrected. What is saved in Notes stays valid.',
      temporarily_unavailable: 'The meeting service says that it cannot answer now.',
    },
    otherHeadline: 'This did not work',
    nextHeading: 'What to do next',
    next: {
      reauthorize:
        'Start a new sign-in and finish it in this browser. What is saved in Notes has not changed.',
      retry: 'Wait a moment, then try again. If it keeps happening, tell your administrator.',
      contact_admin: 'Only your administrator can put this right. Pass on the request id below.',
    },
    nextOf: {
      no_waiting_code:
        'If you have copied the token, go on in HCL Notes: nothing more is to be done here. Only if it got lost, start again; with some services, such as Zoom, that makes the earlier token invalid.',
      access_denied:
        'If you want Notes to manage your meetings, start again and allow access. What is saved in Notes has not changed.',
      not_found:
        'Check the address, or go to the home page. If a link brought you here, tell your administrator.',
      method_not_allowed: 'Open the address in a browser, or go to the home page.',
      request_header_too_large: 'Delete the cookies of this site in your browser, then try again.',
    },
    startAgain: 'Start again',
    home: 'Home page',
    requestId: 'Request id:',
    requestIdHint: 'tell it to your administrator',
    status: 'HTTP status',
  },
};
