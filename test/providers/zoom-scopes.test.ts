import { expect } from 'chai';
import { loadConfig } from '../../src/config/load-config.ts';
import { findMissingScopes } from '../../src/oauth/find-missing-scopes.ts';
import { BUILT_IN_RECORDS } from '../../src/providers/built-in-records.ts';
import { BUILT_IN_CREDENTIALS } from '../helpers/providers.ts';

const [tenant] = loadConfig({ ...BUILT_IN_CREDENTIALS, OAUTH_HOSTNAME: 'https://domi.example.com' }).directory
  .tenants;

const CREATE = 'meeting:write:meeting / meeting:write';
const UPDATE = 'meeting:update:meeting / meeting:write';
const DELETE = 'meeting:delete:meeting / meeting:write';

const GRANTED: readonly (readonly [what: string, granted: string | undefined, missing: readonly string[]])[] =
  [
    ['the classic scope', 'meeting:write', []],
    ['the classic scope among others', 'user:read meeting:read meeting:write', []],
    ['all granular scopes', 'meeting:write:meeting meeting:update:meeting meeting:delete:meeting', []],
    [
      'all granular scopes with commas',
      'meeting:delete:meeting,meeting:update:meeting,meeting:write:meeting',
      [],
    ],
    ['the classic scope of administrators', 'meeting:write:admin', []],
    ['the scope of a master account', 'meeting:master', []],
    [
      'the granular scopes of administrators',
      'meeting:write:meeting:admin meeting:update:meeting:admin meeting:delete:meeting:admin',
      [],
    ],
    [
      'granular scopes of both levels',
      'meeting:write:meeting meeting:update:meeting:admin meeting:delete:meeting:master',
      [],
    ],
    ['no right to change', 'meeting:write:meeting meeting:delete:meeting', [UPDATE]],
    ['no right to delete', 'meeting:write:meeting meeting:update:meeting', [DELETE]],
    ['no right to create', 'meeting:update:meeting meeting:delete:meeting', [CREATE]],
    ['the right to create alone', 'meeting:write:meeting', [UPDATE, DELETE]],
    ['the right to read', 'meeting:read:meeting meeting:read', [CREATE, UPDATE, DELETE]],
    ['nothing', '', [CREATE, UPDATE, DELETE]],
    ['what it does not say', undefined, []],
  ];

describe('the scopes of Zoom as it is today', () => {
  for (const id of ['zoom', 'zoom-gov']) {
    const provider = tenant?.providers.find((one) => one.id === id);
    if (provider === undefined) throw new Error(`${id} is built in`);

    it(`${id}, when a sign-in starts, are those of the app: none is sent`, () => {
      expect(provider.scopes).to.deep.equal([]);
    });

    for (const [what, granted, missing] of GRANTED) {
      it(`${id}, when it grants ${what}, lack ${missing.join(', ') || 'nothing'}`, () => {
        expect(findMissingScopes(provider, granted)).to.deep.equal(missing);
      });
    }

    it(`${id}, when they are ticked as the record says, suffice in either kind of app`, () => {
      const kinds = Object.entries(provider.consoleScopes ?? {});
      expect(kinds.map(([kind]) => kind)).to.deep.equal(['granular', 'classic']);
      for (const [kind, ticked] of kinds)
        expect(findMissingScopes(provider, ticked.join(' ')), kind).to.deep.equal([]);
    });
  }
});

describe('the scopes of every built-in record', () => {
  for (const [id, { scopes = [], consoleScopes, requiredScopes = [] }] of Object.entries(BUILT_IN_RECORDS)) {
    it(`${id}, when all that it asks for or has ticked is granted, suffice`, () => {
      const provider = tenant?.providers.find((one) => one.id === id);
      if (provider === undefined) throw new Error(`${id} is built in`);
      expect(scopes.length > 0 || consoleScopes !== undefined, 'onboard can say what to tick').to.equal(true);
      const granted = scopes.length > 0 ? scopes : Object.values(consoleScopes ?? {})[0];
      expect(findMissingScopes(provider, granted?.join(' '))).to.deep.equal([]);
      expect(findMissingScopes(provider, 'something-else')).to.have.length(requiredScopes.length);
    });
  }
});
