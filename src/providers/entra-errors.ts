import type { ProviderRecord } from './provider-record.ts';

/**
 * What the numbers of Entra mean for a person who signs in, from
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes. Microsoft may change them, so an unknown
 * number falls back to the meaning of `error`. The order matters: several come with `access_denied`, and a person who
 * cannot consent gets the same `access_denied` as one who does not want to.
 */
export const ENTRA_ERRORS: NonNullable<ProviderRecord['authorizationErrors']> = [
  {
    text: [
      // Nobody has consented yet, and this person may not.
      'AADSTS65001',
      'AADSTS90008',
      'AADSTS90093',
      // The administrator's consent is required, also for an app that is considered risky, or has been requested.
      'AADSTS90094',
      'AADSTS90095',
      'AADSTS900941',
      'AADSTS900981',
    ],
    means: 'admin_consent_required',
  },
  // The person declined.
  { text: 'AADSTS65004', means: 'access_denied' },
  {
    // Not in this directory, single-tenant, or disabled.
    text: ['AADSTS70001', 'AADSTS700011', 'AADSTS700016', 'AADSTS7000112', 'AADSTS50194'],
    means: 'unknown_app',
  },
  {
    // Permissions that are unknown or not listed in the app, a resource that the organization does not have.
    text: [
      'AADSTS28002',
      'AADSTS28003',
      'AADSTS500011',
      'AADSTS65005',
      'AADSTS650052',
      'AADSTS650053',
      'AADSTS650054',
      'AADSTS650056',
      'AADSTS650057',
      'AADSTS70011',
    ],
    means: 'scope_refused',
  },
  {
    // A personal account, a guest, an account of another directory, or one that does not exist here.
    text: [
      'AADSTS16000',
      'AADSTS16003',
      'AADSTS50014',
      'AADSTS50020',
      'AADSTS50034',
      'AADSTS50128',
      'AADSTS50177',
      'AADSTS50178',
      'AADSTS500200',
      'AADSTS500208',
      'AADSTS51004',
      'AADSTS90072',
    ],
    means: 'wrong_account',
  },
  {
    // Conditional access, tenant restrictions, a device or app that is not allowed, a risk, a locked account.
    text: [
      'AADSTS50002',
      'AADSTS50005',
      'AADSTS50053',
      'AADSTS50057',
      'AADSTS50097',
      'AADSTS50105',
      'AADSTS50131',
      'AADSTS500021',
      'AADSTS500022',
      'AADSTS500212',
      'AADSTS500213',
      'AADSTS53000',
      'AADSTS53001',
      'AADSTS53002',
      'AADSTS53003',
      'AADSTS53004',
      'AADSTS53009',
      'AADSTS53010',
      'AADSTS53011',
      'AADSTS530032',
      'AADSTS530034',
      'AADSTS530035',
      'AADSTS80012',
    ],
    means: 'blocked_by_policy',
  },
  { text: ['AADSTS90006', 'AADSTS90024', 'AADSTS50033', 'AADSTS50087'], means: 'temporarily_unavailable' },
];
