import { expect } from 'chai';
import { type FaultRow, listFaults, validateText } from '../../helpers/validate-text.ts';

/** Rules between the fields of a record, and between records that are enabled together. */
const ROWS: readonly FaultRow[] = [
  [
    'two records with one path',
    'providers: { webex: { path: dominoZoom } }',
    ['p.yaml:1:29: webex.path: /dominoZoom already belongs to zoom'],
  ],
  [
    'two records with one callback',
    'providers: { webex: { callback: zoomCallback } }',
    ['p.yaml:1:33: webex.callback: /zoomCallback already belongs to zoom'],
  ],
  [
    'a record whose callback is its path',
    'providers: { webex: { path: x, callback: x } }',
    ['p.yaml:1:42: webex.callback: /x already belongs to webex'],
  ],
  [
    'a callback that is a refresh address',
    'providers: { webex: { callback: dominoZoomRefresh } }',
    ['p.yaml:1:33: webex.callback: /dominoZoomRefresh already belongs to zoom'],
  ],
  [
    'a path of the service',
    'providers: { zoom: { path: assets } }',
    ['p.yaml:1:28: zoom.path: /assets already belongs to this service'],
  ],
  [
    'a callback of the service',
    'providers: { zoom: { callback: diag } }',
    ['p.yaml:1:32: zoom.callback: /diag already belongs to this service'],
  ],
  [
    'a circle of two',
    'providers: { zoom: { extends: webex }, webex: { extends: zoom } }',
    ['p.yaml:1:58: providers.webex.extends leads back to itself (zoom -> webex -> zoom)'],
  ],
  [
    'a circle of one',
    'providers: { zoom: { extends: zoom } }',
    ['p.yaml:1:31: providers.zoom.extends leads back to itself (zoom -> zoom)'],
  ],
  [
    'a circle of three',
    `providers:
  a: { extends: b }
  b: { extends: c }
  c: { extends: a }
`,
    ['p.yaml:4:17: providers.c.extends leads back to itself (a -> b -> c -> a)'],
  ],
  [
    'a mistyped base',
    'providers: { x: { extends: zom } }',
    ['p.yaml:1:28: providers.x.extends names no known record; did you mean zoom?'],
  ],
  [
    'an unknown base',
    'providers: { x: { extends: CANARY } }',
    ['p.yaml:1:28: providers.x.extends names no known record'],
  ],
  [
    'a base called constructor',
    'providers: { x: { extends: constructor } }',
    ['p.yaml:1:28: providers.x.extends names no known record'],
  ],
  [
    'a record that lacks what it needs',
    'providers: { x: { label: X, clientId: { value: a }, clientSecret: { env: ZOOM_CLIENT_SECRET } } }',
    [
      'p.yaml:1:17: x.path is missing',
      'p.yaml:1:17: x.callback is missing',
      'p.yaml:1:17: x.authorizationEndpoint is missing',
      'p.yaml:1:17: x.tokenEndpoint is missing',
    ],
  ],
  [
    'a revocation without endpoint',
    'providers: { webex: { revocation: rfc7009 } }',
    ['p.yaml:1:35: webex.revocation is rfc7009, but there is no revocationEndpoint'],
  ],
  [
    'a demand for iss without an issuer',
    'providers: { zoom: { authorizationResponseIssParameterSupported: true } }',
    ['p.yaml:1:66: zoom has no issuer, which iss must be compared with: add issuer'],
  ],
  [
    'an inherited fault',
    `providers:
  zoom: { tokenEndpoint: "https://10.0.0.1/" }
  mine: { extends: zoom, path: p, callback: c }
`,
    [
      'p.yaml:2:26: zoom.tokenEndpoint points into a private network: name a public host',
      'p.yaml:2:26: mine.tokenEndpoint points into a private network: name a public host',
    ],
  ],
];

/** What works but is likely not meant. */
const WARNINGS: readonly FaultRow[] = [
  [
    'a variable that nothing uses',
    'providers: { teams: { variables: { directry: x } } }',
    ['p.yaml:1:34: teams.variables.directry is used in no endpoint and no parameter'],
  ],
  [
    'a parameter that the request sets itself',
    'providers: { zoom: { authorizationParams: { state: x }, refreshParams: { grant_type: x } } }',
    [
      'p.yaml:1:43: zoom.authorizationParams.state has no effect: the request sets state itself',
      'p.yaml:1:72: zoom.refreshParams.grant_type has no effect: the request sets grant_type itself',
    ],
  ],
  [
    'spent tokens where none is spent',
    'providers: { teams: { supersededTokens: present } }',
    ['p.yaml:1:41: teams.supersededTokens has no effect: refreshTokenRotation is reusable'],
  ],
  [
    'a record without credentials',
    'providers: { x: { extends: zoom, path: x, callback: y, clientId: { env: NOT_SET } } }',
    ['p.yaml:1:17: x is not enabled: it has no client id (NOT_SET not set)'],
  ],
];

describe('the records of a provider file', () => {
  for (const [what, text, faults] of ROWS) {
    it(`${what}, when validated, is reported as ${faults.join(' and ')}`, () => {
      expect(listFaults(text)).to.deep.equal(faults);
    });
  }

  for (const [what, text, warnings] of WARNINGS) {
    it(`${what}, when validated, is warned of as ${warnings.join(' and ')}`, () => {
      expect(validateText(text).warnings).to.deep.equal(warnings);
    });
  }

  it('in several files, when one is broken, are validated as far as they can be', () => {
    const files = {
      'folder/a.yaml': 'providers: [',
      'folder/b.yaml': 'providers:\n  x: { extends: base-in-a }\n  zoom: { pkce: plain }\n',
    };
    expect(listFaults('', { files, environment: { DOMI_CONFIG: 'folder' } })).to.deep.equal([
      'folder/a.yaml:1:13: not well-formed: unexpected end of the stream within a flow collection',
      'folder/b.yaml:3:17: providers.zoom.pkce must be one of S256, none',
    ]);
  });

  it('in several files, when a later one overrides a field, are reported at the place that counts', () => {
    const files = {
      'folder/a.yaml': 'providers: { zoom: { tokenEndpoint: "https://10.0.0.1/" } }',
      'folder/b.json': '{\n\t"providers": { "zoom": { "tokenEndpoint": "https://10.0.0.2/" } }\n}\n',
    };
    expect(listFaults('', { files, environment: { DOMI_CONFIG: 'folder' } })).to.deep.equal([
      'folder/b.json:2:44: zoom.tokenEndpoint points into a private network: name a public host',
    ]);
  });
});
