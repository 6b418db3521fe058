import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../../src/config/load-config.ts';
import { ConfigError } from '../../../src/config/report/config-error.ts';

function faultsOf(environment: Record<string, string>): string[] {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n');
  }
}

const read = (environment: Record<string, string>) => loadConfig(environment).store;
const NO_LOGIN = { username: undefined, password: undefined };
const PLAIN = { ...NO_LOGIN, mode: 'single', isTls: false, database: 0, master: undefined };
const SENTINEL = { DOMI_STORE_MODE: 'sentinel', DOMI_STORE_MASTER: 'main' };

describe('the store', () => {
  for (const [url, expected] of [
    ['redis://cache', { addresses: [{ host: 'cache', port: 6379 }] }],
    ['redis://cache:6380/0', { addresses: [{ host: 'cache', port: 6380 }] }],
    [
      'rediss://user:p%40ss@cache.example.com:6380/2',
      {
        addresses: [{ host: 'cache.example.com', port: 6380 }],
        isTls: true,
        username: 'user',
        password: 'p@ss',
        database: 2,
      },
    ],
    ['redis://:a,b@[::1]:6379/', { addresses: [{ host: '::1', port: 6379 }], password: 'a,b' }],
  ] as const) {
    it(`at ${url} is one server`, () => {
      expect(read({ DOMI_STORE_URL: url })).to.deep.equal({ ...PLAIN, ...expected });
    });
  }

  it('behind Sentinels has their addresses, with their port as the default, and the name of the master', () => {
    const DOMI_STORE_URL = 'redis://u:p%2Cw@one, redis://u:p%2Cw@two:5000/3,three';
    expect(read({ DOMI_STORE_URL, ...SENTINEL })).to.deep.equal({
      mode: 'sentinel',
      addresses: [
        { host: 'one', port: 26379 },
        { host: 'two', port: 5000 },
        { host: 'three', port: 26379 },
      ],
      isTls: false,
      username: 'u',
      password: 'p,w',
      database: 3,
      master: 'main',
    });
  });

  it('that is a cluster has the addresses of some nodes', () => {
    const environment = { DOMI_STORE_URL: 'rediss://:pw@one:7000,[::2]:7001', DOMI_STORE_MODE: 'cluster' };
    expect(read(environment)).to.deep.equal({
      ...PLAIN,
      mode: 'cluster',
      addresses: [
        { host: 'one', port: 7000 },
        { host: '::2', port: 7001 },
      ],
      isTls: true,
      password: 'pw',
    });
  });

  for (const url of [
    'http://:CANARY@cache',
    'CANARY@cache:6379',
    'redis://',
    'redis:CANARY',
    'redis://:CANARY@cache:6379/name',
    'redis://:CANARY@cache:port',
    'redis://:CANARY%@cache',
    'redis://:CANARY@cache?db=1',
    'redis://:CANARY@cache:0',
    'redis-sentinel://:CANARY@a,b',
    'redis://:CANARY@a,http://b',
    'redis://:CANARY@a,',
    'redis://:CANARY@a,b:port',
  ]) {
    it(`at ${url} is reported as a fault that repeats nothing of it`, () => {
      const [fault = '', ...others] = faultsOf({ DOMI_STORE_URL: url });
      expect(others).to.deep.equal([]);
      expect(fault).to.match(/^DOMI_STORE_URL: must be /);
      expect(fault).to.not.include('CANARY');
    });
  }

  for (const [what, environment, fault] of [
    [
      'in an unknown mode',
      { DOMI_STORE_MODE: 'replicated' },
      /^DOMI_STORE_MODE: must be single, sentinel, cluster$/,
    ],
    [
      'with several servers',
      { DOMI_STORE_URL: 'redis://:CANARY@a,b' },
      /^DOMI_STORE_URL: has several addresses/,
    ],
    ['behind Sentinel, without a name', { DOMI_STORE_MODE: 'sentinel' }, /^DOMI_STORE_MASTER: is missing/],
    [
      'behind Sentinel, with a name that none can have',
      { ...SENTINEL, DOMI_STORE_MASTER: 'a b' },
      /^DOMI_STORE_MASTER: must be a name/,
    ],
    [
      'with a master but no Sentinel',
      { DOMI_STORE_MASTER: 'main' },
      /^DOMI_STORE_MASTER: is for DOMI_STORE_MODE=sentinel/,
    ],
    [
      'in a cluster, with a database',
      { DOMI_STORE_MODE: 'cluster', DOMI_STORE_URL: 'redis://:CANARY@a/1' },
      /^DOMI_STORE_URL: must not name a database/,
    ],
    [
      'with two passwords',
      { ...SENTINEL, DOMI_STORE_URL: 'redis://:CANARY@a,redis://:CANARY2@b' },
      /^DOMI_STORE_URL: must have the same/,
    ],
    [
      'with and without TLS',
      { ...SENTINEL, DOMI_STORE_URL: 'rediss://:CANARY@a,redis://:CANARY@b' },
      /^DOMI_STORE_URL: must have the same/,
    ],
    [
      'with two databases',
      { ...SENTINEL, DOMI_STORE_URL: 'redis://:CANARY@a/1,b/2' },
      /^DOMI_STORE_URL: must have the same/,
    ],
  ] as const) {
    it(`${what} is reported as a fault of its variable`, () => {
      const [found = '', ...others] = faultsOf({ DOMI_STORE_URL: 'redis://:CANARY@cache', ...environment });
      expect(others).to.deep.equal([]);
      expect(found).to.match(fault).and.not.include('CANARY');
    });
  }

  it('that has a mode or a master, but no address, is reported as a fault', () => {
    expect(faultsOf({ ...SENTINEL })).to.deep.equal([
      'DOMI_STORE_MODE: is set, but DOMI_STORE_URL is not',
      'DOMI_STORE_MASTER: is set, but DOMI_STORE_URL is not',
    ]);
  });

  it('in a file is read from there, and not from two places', () => {
    const folder = mkdtempSync(join(tmpdir(), 'domi-store-'));
    const file = join(folder, 'url');
    try {
      writeFileSync(file, 'redis://:secret@cache:6379\n');
      expect(read({ DOMI_STORE_URL_FILE: file })?.password).to.equal('secret');
      const [fault] = faultsOf({ DOMI_STORE_URL_FILE: file, DOMI_STORE_URL: 'redis://cache' });
      expect(fault).to.match(/^DOMI_STORE_URL: is set twice/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
