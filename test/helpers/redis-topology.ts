import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import {
  CLUSTER_COMMANDS,
  DATABASE_COMMANDS,
  renderAclRules,
  SENTINEL_COMMANDS,
  STORE_COMMANDS,
} from '../../src/store/store-commands.ts';
import { type Redis, startRedis } from './redis.ts';
import { until } from './until.ts';

/** Servers of one mode. DOMI logs in as a user that has exactly the documented rights; tests need no login. */
export interface RedisTopology {
  /** What DOMI is configured with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly servers: readonly Redis[];
  /** Of them, those that hold data. */
  readonly stores: readonly Redis[];
  /**
   * Another server takes over from a primary, which goes on as its replica, or learns of that later.
   * @returns the new primary, or undefined when the old one leads clients there
   */
  failOver?(): Promise<Redis | undefined>;
  /** The primary dies, and another server takes over. */
  losePrimary?(): Promise<void>;
  stop(): Promise<void>;
}

const LOGIN = 'domi:p%40ss';

async function addUser(server: Redis, commands: readonly string[]): Promise<void> {
  await server.command(
    'ACL',
    'SETUSER',
    'domi',
    'reset',
    'on',
    '>p@ss',
    ...renderAclRules(commands).split(' '),
  );
}

/** One server; the address names a database. */
export async function startSingle(program: string): Promise<RedisTopology> {
  const server = await startRedis(program);
  await addUser(server, [...STORE_COMMANDS, ...DATABASE_COMMANDS]);
  return {
    environment: { DOMI_STORE_URL: `redis://${LOGIN}@127.0.0.1:${server.port}/1` },
    servers: [server],
    stores: [server],
    stop: () => server.kill(),
  };
}

async function startPair(program: string): Promise<readonly [Redis, Redis]> {
  const primary = await startRedis(program);
  const replicaOptions = ['--replicaof', `127.0.0.1 ${primary.port}`, '--repl-diskless-sync-delay', '0'];
  await primary.configure('repl-diskless-sync-delay', '0');
  const replica = await startRedis(program, undefined, replicaOptions);
  for (const server of [primary, replica]) await addUser(server, STORE_COMMANDS);
  await until(async () => (await readReplication(replica)).includes('master_link_status:up'));
  return [primary, replica];
}

/** A failover ends connections, those of tests as well. */
const readReplication = async (server: Redis): Promise<string> =>
  String(await server.command('INFO', 'replication').catch(() => ''));

/** A primary and a replica behind one address. Open connections stay with the server that they began with. */
export async function startSwitchedPair(program: string): Promise<RedisTopology> {
  let [primary, replica] = await startPair(program);
  const servers = [primary, replica];
  const sockets = new Set<net.Socket>();
  const address = net.createServer((socket) => {
    const onward = net.connect(primary.port, '127.0.0.1');
    for (const end of [socket, onward]) {
      sockets.add(end);
      end
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(end);
          socket.destroy();
          onward.destroy();
        });
    }
    socket.pipe(onward).pipe(socket);
  });
  const port = await new Promise<number>((resolve) => {
    address.listen(0, '127.0.0.1', () => resolve((address.address() as net.AddressInfo).port));
  });
  return {
    environment: { DOMI_STORE_URL: `redis://${LOGIN}@127.0.0.1:${port}` },
    servers,
    stores: servers,
    async failOver() {
      await primary.command('WAIT', '1', '5000');
      await replica.command('REPLICAOF', 'NO', 'ONE');
      await primary.command('REPLICAOF', '127.0.0.1', String(replica.port));
      [primary, replica] = [replica, primary];
      const demoted = replica;
      await until(async () => (await readReplication(demoted)).includes('master_link_status:up'));
      return primary;
    },
    async losePrimary() {
      await primary.kill();
      await replica.command('REPLICAOF', 'NO', 'ONE');
      primary = replica;
    },
    async stop() {
      address.close();
      for (const socket of sockets) socket.destroy();
      for (const server of servers) await server.kill();
    },
  };
}

/** A primary and a replica that one Sentinel watches. The Sentinel wants a login, too. */
export async function startSentinel(program: string): Promise<RedisTopology> {
  const [primary, replica] = await startPair(program);
  const folder = mkdtempSync(join(tmpdir(), 'domi-sentinel-'));
  const file = join(folder, 'sentinel.conf');
  const lines = [
    `sentinel monitor main 127.0.0.1 ${primary.port} 1`,
    'sentinel down-after-milliseconds main 60000',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const sentinel = await startRedis(program, await findFreePort(), [], file);
  await addUser(sentinel, SENTINEL_COMMANDS);
  const ask = async (...words: string[]): Promise<string> =>
    JSON.stringify(await sentinel.command('SENTINEL', ...words));
  await until(async () => (await ask('REPLICAS', 'main')).includes(String(replica.port)));
  // From now on the Sentinel answers nobody without a login but the tests, which keep to the rights that are left.
  await sentinel.command('ACL', 'SETUSER', 'default', '-@all', '+sentinel|failover', '+acl', '+hello');
  return {
    environment: {
      DOMI_STORE_URL: `redis://${LOGIN}@127.0.0.1:${await findFreePort()},127.0.0.1:${sentinel.port}`,
      DOMI_STORE_MODE: 'sentinel',
      DOMI_STORE_MASTER: 'main',
    },
    servers: [primary, replica, sentinel],
    stores: [primary, replica],
    async failOver() {
      const isPrimary = async (server: Redis): Promise<boolean> =>
        (await readReplication(server)).includes('role:master');
      const [next, old] = (await isPrimary(primary)) ? [replica, primary] : [primary, replica];
      await old.command('WAIT', '1', '5000');
      await sentinel.command('SENTINEL', 'FAILOVER', 'main');
      // Sentinel tells the old one up to ten seconds later.
      await until(() => isPrimary(next));
      return next;
    },
    async stop() {
      for (const server of [sentinel, primary, replica]) await server.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

const SLOTS = 16_384;

/** Milliseconds after which a manual failover of a cluster has succeeded or was given up: Redis gives it 5 s. */
const FAILOVER_MS = 7_000;

/** @param primaries how many share the slots; with more than one, the first has a replica */
export async function startCluster(program: string, primaries: number): Promise<RedisTopology> {
  const start = async (): Promise<Redis> => {
    const [port, bus] = [await findFreePort(), await findFreePort()];
    const options = ['--cluster-enabled', 'yes'];
    return startRedis(program, port, [
      ...options,
      '--cluster-port',
      String(bus),
      '--repl-diskless-sync-delay',
      '0',
    ]);
  };
  const servers: Redis[] = [];
  for (let index = 0; index < (primaries === 1 ? 1 : primaries + 1); index += 1) servers.push(await start());
  const [first, ...others] = servers as [Redis, ...Redis[]];
  for (const [index, server] of servers.entries()) {
    await addUser(server, [...STORE_COMMANDS, ...CLUSTER_COMMANDS]);
    await server.command('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
    if (index >= primaries) continue;
    const [from, to] = [index, index + 1].map((n) => Math.round((n * SLOTS) / primaries)) as [number, number];
    await server.command('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to - 1));
  }
  for (const server of others) {
    const bus = String(
      ((await server.command('CONFIG', 'GET', 'cluster-port')) as Record<string, string>)['cluster-port'],
    );
    await first.command('CLUSTER', 'MEET', '127.0.0.1', String(server.port), bus);
  }
  const knowsAll = async (server: Redis): Promise<boolean> => {
    const info = String(await server.command('CLUSTER', 'INFO'));
    return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${servers.length}`);
  };
  for (const server of servers) await until(() => knowsAll(server));
  const replica = servers[primaries];
  if (replica) {
    await replica.command('CLUSTER', 'REPLICATE', String(await first.command('CLUSTER', 'MYID')));
    await until(async () => (await readReplication(replica)).includes('master_link_status:up'));
  }
  return {
    environment: {
      DOMI_STORE_URL: `redis://${LOGIN}@127.0.0.1:${first.port}${others.map(({ port }) => `,127.0.0.1:${port}`).join('')}`,
      DOMI_STORE_MODE: 'cluster',
    },
    servers,
    stores: servers,
    ...(replica && {
      async failOver() {
        const isReplica = (await readReplication(replica)).includes('role:slave');
        const next = isReplica ? replica : first;
        let asked = Number.NEGATIVE_INFINITY;
        await until(async () => {
          // It is given up silently when the primaries do not vote within seconds, as on a busy machine.
          if (performance.now() - asked > FAILOVER_MS) {
            await next.command('CLUSTER', 'FAILOVER').catch(() => undefined);
            asked = performance.now();
          }
          return (await readReplication(next)).includes('role:master');
        });
        return undefined;
      },
    }),
    async stop() {
      for (const server of servers) await server.kill();
    },
  };
}
