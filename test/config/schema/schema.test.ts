import { expect } from 'chai';
import { type FaultRow, listFaults } from '../../helpers/validate-text.ts';

/** What the schema refuses: names, types, shapes. */
const ROWS: readonly FaultRow[] = [
  [
    'an unknown section',
    'provider: {}',
    ['p.yaml:1:1: the file has no field "provider"; did you mean providers?'],
  ],
  [
    'a mistyped field',
    `providers:
  zoom:
    tokenEndpiont: x
`,
    ['p.yaml:3:5: providers.zoom has no field "tokenEndpiont"; did you mean tokenEndpoint?'],
  ],
  [
    'a field in another spelling',
    `providers:
  zoom:
    client_secret: { env: A }
`,
    ['p.yaml:3:5: providers.zoom has no field "client_secret"; did you mean clientSecret?'],
  ],
  [
    'an unknown field',
    `providers:
  zoom:
    nonsense: x
`,
    ['p.yaml:3:5: providers.zoom has no field "nonsense"; it has the fields of docs/provider-file.md'],
  ],
  [
    'a field that may be a secret',
    `providers:
  zoom:
    CANARY1: x
`,
    ['p.yaml:3:5: providers.zoom has no field of this name; it has the fields of docs/provider-file.md'],
  ],
  [
    'a number for a list',
    `providers:
  zoom:
    scopes: 7
`,
    ['p.yaml:3:13: providers.zoom.scopes must be a list ([a, b])'],
  ],
  [
    'a text for a list',
    `providers:
  zoom:
    scopes: CANARY
`,
    ['p.yaml:3:13: providers.zoom.scopes must be a list ([a, b])'],
  ],
  [
    'two scopes in one',
    `providers:
  zoom:
    scopes: [a, CANARY b]
`,
    ['p.yaml:3:17: providers.zoom.scopes[1] is not a scope: one scope per entry, without spaces and quotes'],
  ],
  [
    'a number for a text',
    `providers:
  zoom:
    label: 7
`,
    ['p.yaml:3:12: providers.zoom.label must be text: put it in quotes'],
  ],
  [
    'an empty text',
    `providers:
  zoom:
    label: ""
`,
    ['p.yaml:3:12: providers.zoom.label is empty'],
  ],
  [
    'a word for a switch',
    `providers:
  zoom:
    enabled: yes
`,
    ['p.yaml:3:14: providers.zoom.enabled must be true or false'],
  ],
  [
    'a record without content',
    `providers:
  zoom:
`,
    ['p.yaml:2:3: providers.zoom is empty: write a value, or {}'],
  ],
  [
    'a field without content',
    `providers:
  zoom:
    label:
`,
    ['p.yaml:3:5: providers.zoom.label is empty: write a value'],
  ],
  [
    'a wrong choice',
    'providers: { zoom: { pkce: CANARY } }',
    ['p.yaml:1:28: providers.zoom.pkce must be one of S256, none'],
  ],
  [
    'idleDays that is 90.5',
    'providers: { zoom: { idleDays: 90.5 } }',
    ['p.yaml:1:32: providers.zoom.idleDays must be a whole number'],
  ],
  [
    'idleDays that is 0',
    'providers: { zoom: { idleDays: 0 } }',
    ['p.yaml:1:32: providers.zoom.idleDays must be at least 1'],
  ],
  [
    'idleDays that is 4000',
    'providers: { zoom: { idleDays: 4000 } }',
    ['p.yaml:1:32: providers.zoom.idleDays must be at most 3650'],
  ],
  [
    'idleDays that is text 90text',
    'providers: { zoom: { idleDays: "90" } }',
    ['p.yaml:1:32: providers.zoom.idleDays must be a whole number'],
  ],
  [
    'revocationEnds that is all',
    'providers: { zoom: { revocationEnds: all } }',
    ['p.yaml:1:38: providers.zoom.revocationEnds must be one of grant, access_token'],
  ],
  [
    'a text that is too long',
    'providers: { zoom: { label: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx } }',
    ['p.yaml:1:29: providers.zoom.label is longer than 80 characters'],
  ],
  [
    'an id in capitals',
    'providers: { Zoom: {} }',
    [
      'p.yaml:1:14: providers has "Zoom": a provider id is a lower-case letter, then lower-case letters, digits and -, at most 40',
    ],
  ],
  [
    'an id such as __proto__',
    'providers: { __proto__: { label: x } }',
    [
      'p.yaml:1:14: providers has "__proto__": a provider id is a lower-case letter, then lower-case letters, digits and -, at most 40',
    ],
  ],
  [
    '__proto__ in JSON',
    '{ "providers": { "__proto__": { "label": "x" } } }',
    [
      'p.yaml:1:18: providers has "__proto__": a provider id is a lower-case letter, then lower-case letters, digits and -, at most 40',
    ],
  ],
  [
    '__proto__ as a tenant',
    'tenants: { __proto__: { publicUrl: https://a.example.com } }',
    [
      'p.yaml:1:12: tenants has "__proto__": a tenant id is a DNS label: lower-case letters, digits and -, at most 63',
    ],
  ],
  [
    '__proto__ among variables',
    'providers: { teams: { variables: { __proto__: x } } }',
    [
      'p.yaml:1:36: providers.teams.variables has "__proto__": a variable name is a letter, then letters, digits and _',
    ],
  ],
  [
    'a tenant id with a dot',
    'tenants: { a.b: { publicUrl: https://a.example.com } }',
    [
      'p.yaml:1:12: tenants has "a.b": a tenant id is a DNS label: lower-case letters, digits and -, at most 63',
    ],
  ],
  [
    'a tenant without address',
    'tenants: { acme: { providers: { zoom: {} } } }',
    ['p.yaml:1:18: tenants.acme has no publicUrl'],
  ],
  [
    'an inline secret',
    'providers: { zoom: { clientSecret: CANARY } }',
    [
      'p.yaml:1:36: providers.zoom.clientSecret must not be in the file itself: name its source, { env: NAME } or { file: PATH }',
    ],
  ],
  [
    'an inline secret with a name',
    'providers: { zoom: { clientSecret: { value: CANARY } } }',
    [
      'p.yaml:1:36: providers.zoom.clientSecret must not be in the file itself: name its source, { env: NAME } or { file: PATH }',
    ],
  ],
  [
    'an inline secret in a list',
    'providers: { zoom: { clientSecret: [{ env: A }, { value: CANARY }] } }',
    [
      'p.yaml:1:36: providers.zoom.clientSecret must not be in the file itself: name its source, { env: NAME } or { file: PATH }',
    ],
  ],
  [
    'a secret as a name',
    'providers: { zoom: { clientSecret: { CANARY } } }',
    [
      'p.yaml:1:36: providers.zoom.clientSecret must be { env: NAME } or { file: PATH }, or a list of these; expiresAt is optional',
    ],
  ],
  [
    'a secret from two places',
    'providers: { zoom: { clientSecret: { env: A, file: B } } }',
    ['p.yaml:1:36: providers.zoom.clientSecret has two sources: keep one of env, file'],
  ],
  [
    'a secret from two places in a list',
    'providers: { zoom: { clientSecret: [{ env: A, file: B }] } }',
    ['p.yaml:1:36: providers.zoom.clientSecret has two sources: keep one of env, file'],
  ],
  [
    'no secret in a list',
    'providers: { zoom: { clientSecret: [] } }',
    [
      'p.yaml:1:36: providers.zoom.clientSecret must be { env: NAME } or { file: PATH }, or a list of these; expiresAt is optional',
    ],
  ],
  [
    'a client id as a text',
    'providers: { zoom: { clientId: CANARY } }',
    ['p.yaml:1:32: providers.zoom.clientId must be { env: NAME } or { file: PATH } or { value: ID }'],
  ],
  [
    'a client id from two places',
    'providers: { zoom: { clientId: { value: CANARY, env: B } } }',
    ['p.yaml:1:32: providers.zoom.clientId has two sources: keep one of env, value'],
  ],
  [
    'a client id without a name',
    'providers: { zoom: { clientId: { env: "" } } }',
    ['p.yaml:1:32: providers.zoom.clientId must be { env: NAME } or { file: PATH } or { value: ID }'],
  ],
  [
    'a pointer without a slash',
    'providers: { zoom: { tokenResponse: { accessToken: access_token } } }',
    [
      'p.yaml:1:52: providers.zoom.tokenResponse.accessToken must be a JSON pointer such as /authed_user/access_token',
    ],
  ],
  [
    'an error rule without a condition',
    'providers: { zoom: { tokenErrors: [{ means: invalid_grant }] } }',
    ['p.yaml:1:36: providers.zoom.tokenErrors[0] has fewer than 2 fields'],
  ],
  [
    'an error rule without a meaning',
    'providers: { zoom: { tokenErrors: [{ text: abc, error: x }] } }',
    ['p.yaml:1:36: providers.zoom.tokenErrors[0] has no means'],
  ],
  [
    'a parameter name with a space',
    'providers: { zoom: { authorizationParams: { "a b": c } } }',
    [
      'p.yaml:1:45: providers.zoom.authorizationParams has "a b": a parameter name is a letter, then letters, digits, _ . -',
    ],
  ],
  [
    'a parameter that is a number',
    'providers: { zoom: { authorizationParams: { a: 1 } } }',
    ['p.yaml:1:48: providers.zoom.authorizationParams.a must be text: put it in quotes'],
  ],
  [
    'a variable with a slash',
    'providers: { teams: { variables: { directory: "a/CANARY" } } }',
    ['p.yaml:1:47: providers.teams.variables.directory may hold letters, digits and . _ - only'],
  ],
  [
    'a choice of no scope',
    'providers: { zoom: { requiredScopes: [[]] } }',
    ['p.yaml:1:39: providers.zoom.requiredScopes[0] must be a scope, or a list of alternative scopes'],
  ],
  [
    'a scope that is a mapping',
    'providers: { zoom: { requiredScopes: [{}] } }',
    ['p.yaml:1:39: providers.zoom.requiredScopes[0] must be a scope, or a list of alternative scopes'],
  ],
  [
    'a path with a slash',
    'providers: { zoom: { path: a/b } }',
    [
      'p.yaml:1:28: providers.zoom.path must be one path segment: a letter, then letters, digits, - and _, without slashes',
    ],
  ],
  [
    'a script address',
    'providers: { zoom: { authorizationEndpoint: "javascript:alert(1)" } }',
    ['p.yaml:1:45: providers.zoom.authorizationEndpoint must begin with https://'],
  ],
  [
    'a limit below zero',
    'tenants: { acme: { publicUrl: https://a.example.com, limits: { tenant: { burst: -1 } } } }',
    [
      'p.yaml:1:72: tenants.acme.limits.tenant must be off, or { requestsPerSecond, burst, inFlight } with whole numbers from 1 (burst: 0)',
    ],
  ],
  [
    'a script as support address',
    'tenants: { acme: { publicUrl: https://a.example.com, supportUrl: "javascript:1" } }',
    ['p.yaml:1:66: tenants.acme.supportUrl must be an https:// or mailto: address'],
  ],
  [
    'several faults of several kinds',
    `providers:
  zoom:
    scopes: 7
    tokenEndpoint: http://zoom.us/token
    pkce: plain
    extends: nobody
  x:
    extends: zom
`,
    [
      'p.yaml:3:13: providers.zoom.scopes must be a list ([a, b])',
      'p.yaml:4:20: zoom.tokenEndpoint must be https://',
      'p.yaml:5:11: providers.zoom.pkce must be one of S256, none',
      'p.yaml:6:14: providers.zoom.extends names no known record',
      'p.yaml:8:14: providers.x.extends names no known record; did you mean zoom?',
    ],
  ],
];

describe('the schema of a provider file', () => {
  for (const [what, text, faults] of ROWS) {
    it(`${what}, when validated, is reported as ${faults.join(' and ')}`, () => {
      expect(listFaults(text)).to.deep.equal(faults);
    });
  }
});
