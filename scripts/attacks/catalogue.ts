/** Attacks that a release must withstand, by the id that stands first in the names of their tests. */
export const ATTACK_GROUPS: readonly AttackGroup[] = [
  {
    letter: 'A',
    name: 'Sign-in: state, PKCE, mix-up',
    attacks: {
      A1: 'a callback with code and state, but without the cookie of a sign-in',
      A2: 'the callback of one browser in another browser that has a sign-in of its own',
      A3: 'a state that is a path, as DOMI 1.x had it',
      A4: 'the code of one sign-in in another one',
      A5: 'states, challenges and cookies that repeat',
      A6: 'a callback that is used again',
      A7: 'state and cookie of one provider at the callback of another',
      A8: 'an `iss` that is wrong, missing or repeated',
      A9: 'the sign-in of one tenant at the address of another',
      A10: 'an authorization address of the attacker in the browser of the victim',
      A11: 'every change of cookie and state',
      A12: 'secrets in the authorization address; a token call that does not fit to it',
      A13: 'parameters of the callback that are repeated, missing, huge or not text',
      A15: 'a sign-in that is too old or from the future',
    },
  },
  {
    letter: 'B',
    name: 'HTTP',
    attacks: {
      B1: 'a length and a transfer coding in one request',
      B2: 'lengths and transfer codings that contradict each other',
      B3: 'lines, names and values that HTTP does not allow',
      B4: 'no Host, or several',
      B5: 'several Authorization headers',
      B6: 'line breaks in everything that an answer or the log may repeat',
      B8: 'HTTP/1.0, pipelined requests, expectations and upgrades',
      B9: 'heads and targets that are too large',
      B10: 'paths that mean another path to somebody else',
      B11: 'bodies without end',
      B12: 'every method at every route',
      B13: 'clients that send a byte now and then',
      B14: 'faults of our own, inside and outside of a request',
    },
  },
  {
    letter: 'C',
    name: 'Addresses and origins',
    attacks: {
      C1: 'a foreign Host',
      C3: 'forwarded headers',
      C4: 'forwarded headers with underscores',
      C5: 'a client that claims many addresses',
      C7: 'scripts of other origins',
    },
  },
  {
    letter: 'D',
    name: 'Redirects and cookies',
    attacks: {
      D1: 'strings that could become a redirect to elsewhere',
      D2: 'addresses in the body of a redirect',
      D3: 'endpoints with `javascript:` and `data:`',
      D4: 'redirects that repeat a POST',
      D5: 'code and token in addresses, history and reloads',
      D6: 'codes and tokens of every length behind proxies with small buffers',
      D7: 'attributes of every cookie',
      D8: 'cookies that a sibling host has planted',
    },
  },
  {
    letter: 'E',
    name: 'Refresh and revoke',
    attacks: {
      E1: 'caches and cookies at a good refresh',
      E2: 'members of an answer that nobody expects',
      E3: 'an answer without a new refresh token',
      E4: 'tokens in query, cookie and body',
      E6: 'requests without a token',
      E7: 'a dead token',
      E8: 'revocations of tokens that are good, unknown or gone',
      E9: 'a client that tries token after token',
      E10: 'secrets with characters that encodings change',
      E11: 'everything about the request of Notes that could lead to a redirect',
      E12: 'a start with a token',
      E13: 'answers that the LotusScript client cannot read',
    },
  },
  {
    letter: 'F',
    name: 'Meeting services that fail or attack',
    attacks: {
      F1: 'no connection, no name, a reset',
      F2: 'silence, at every point of an answer',
      F3: 'wrong certificates',
      F4: 'answers that are no tokens',
      F5: 'redirects to elsewhere',
      F6: 'answers and heads that are too large, also after decompression',
      F8: 'an outage, and its end',
      F9: 'a service that hangs for everybody',
      F10: 'errors with markup, line breaks and secrets',
      F11: 'a connection that is killed after the request was read',
      F12: 'one token at the same time, on one replica, on two, and while one of them is killed',
      F13: 'a client that leaves in the middle',
    },
  },
  {
    letter: 'G',
    name: 'Leaks',
    attacks: {
      G1: 'secrets in the log',
      G2: 'secrets in spans',
      G3: 'secrets in metrics; series without end',
      G4: 'secrets in reports of faults; a debugger by signal',
      G5: 'secrets in the log of the proxy',
      G7: 'headers of the caller at the meeting service',
      G8: 'secrets in reports about the configuration',
    },
  },
  {
    letter: 'H',
    name: 'Configuration and keys',
    attacks: {
      H1: 'volumes that the kubelet swaps, ConfigMap and Secret out of step',
      H2: 'a new seal key while users sign in',
      H3: 'a client secret that the meeting service knows before we do',
      H4: 'keys and addresses that are too weak',
      H5: 'endpoints that lead into a private network',
      H7: 'files that are unreadable, deleted, half written or folders',
      H8: 'reloads of a thousand tenants, one after the other, while users refresh',
      H9: 'packages and manifests that are not in order',
    },
  },
  {
    letter: 'I',
    name: 'Life cycle',
    attacks: {
      I1: 'SIGTERM with refreshes in hand',
      I2: 'SIGTERM with idle connections',
      I3: 'a rolling restart under load',
      I4: 'SIGKILL in the middle of a refresh',
      I5: 'probes while a meeting service is down',
      I6: 'a container without rights, home and memory',
      I7: 'replicas whose clocks differ',
    },
  },
  {
    letter: 'J',
    name: 'Load',
    attacks: {
      J1: 'a flood of requests',
      J2: 'a hundred thousand clients at the limits',
      J3: 'a store that hangs, dies and comes back',
      J4: 'more connections than there are descriptors',
      J6: 'an hour of mixed traffic with faults',
    },
  },
  {
    letter: 'K',
    name: 'Pages in a browser',
    attacks: {
      K1: 'pages in frames; violations of the policy on the console',
      K2: 'requests to other origins',
      K3: 'markup in a token',
      K4: 'copying by mouse, keyboard and without scripts',
      K6: 'faults of accessibility',
    },
  },
];

/** Attacks without a test, and why. */
export const WITHOUT_TEST: Readonly<Record<string, string>> = {
  J6: 'Takes an hour: `npm run soak -- --minutes 60`. `npm run check` runs a minute of it.',
};

export interface AttackGroup {
  /** First character of its ids. */
  readonly letter: string;
  readonly name: string;
  /** In words, by id. */
  readonly attacks: Readonly<Record<string, string>>;
}
