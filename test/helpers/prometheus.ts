import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFreePort } from '../../src/sandbox/free-port.ts';

export interface Sample {
  /** Labels, the metric's name as `__name__` among them. */
  readonly metric: Readonly<Record<string, string>>;
  /** Seconds since the epoch, and the value as Prometheus prints it. */
  readonly value: readonly [time: number, value: string];
}

export interface Rule {
  readonly name: string;
  readonly type: 'alerting' | 'recording';
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError?: string;
}

export interface Prometheus {
  readonly url: string;
  /**
   * Asks for the value of an expression now; a scalar comes as one sample without labels.
   * @throws Error with Prometheus' own message when it does not like the expression
   */
  query(expression: string): Promise<readonly Sample[]>;
  /** Asks again until there is an answer with at least one sample. @throws Error after `seconds` (60) */
  waitFor(expression: string, seconds?: number): Promise<readonly Sample[]>;
  /** The loaded rules once each has been evaluated, with what became of that. @throws Error after `seconds` (60) */
  waitForRules(seconds?: number): Promise<readonly Rule[]>;
  stop(): Promise<void>;
}

export interface PrometheusOptions {
  /** Addresses such as `http://127.0.0.1:8879`, scraped once a second at `/metrics`. */
  readonly targets: readonly string[];
  /** Value of the label `job`. */
  readonly job?: string;
  /** Absolute paths of rule files, evaluated once a second. */
  readonly ruleFiles?: readonly string[];
  /** Of `--enable-feature`. */
  readonly features?: readonly string[];
}

/** @returns the program as it can be started, or undefined when this machine has none */
export async function findProgram(name: 'prometheus' | 'promtool'): Promise<string | undefined> {
  return promisify(execFile)(name, ['--version']).then(
    () => name,
    () => undefined,
  );
}

export const PROMETHEUS_MISSING = 'no prometheus on this machine, Debian has it in the package prometheus';

/** A real Prometheus with a data folder of its own. It listens on loopback; the caller stops it. */
export async function startPrometheus(program: string, options: PrometheusOptions): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'domi-prometheus-'));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const file = join(folder, 'prometheus.yml');
  await writeFile(file, JSON.stringify(buildConfiguration(options)));
  const child = spawn(
    program,
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
      ...(options.features ?? []).map((feature) => `--enable-feature=${feature}`),
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  try {
    await waitUntilReady(child, url);
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true });
  }

  async function query(expression: string): Promise<readonly Sample[]> {
    const { resultType, result } = await ask<{ resultType: string; result: unknown }>(
      url,
      `/api/v1/query?${new URLSearchParams({ query: expression })}`,
    );
    return resultType === 'scalar'
      ? [{ metric: {}, value: result as Sample['value'] }]
      : (result as readonly Sample[]);
  }

  return {
    url,
    query,
    waitFor: (expression, seconds = 60) =>
      poll(seconds, `data of ${expression}`, async () => {
        const samples = await query(expression);
        return samples.length > 0 ? samples : undefined;
      }),
    waitForRules: (seconds = 60) =>
      poll(seconds, 'every rule', async () => {
        const { groups } = await ask<{ groups: { rules: Rule[] }[] }>(url, '/api/v1/rules');
        const rules = groups.flatMap((group) => group.rules);
        return rules.some(({ health }) => health === 'unknown') ? undefined : rules;
      }),
    stop,
  };
}

/** Asks again until there is an answer. */
async function poll<T>(seconds: number, what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${seconds} s for ${what}`);
    await delay(200);
  }
}

/** JSON is YAML, too. */
function buildConfiguration({ targets, job = 'domi', ruleFiles = [] }: PrometheusOptions): object {
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ruleFiles,
    scrape_configs: [
      {
        job_name: job,
        tls_config: { insecure_skip_verify: true },
        static_configs: targets.map((target) => {
          const { host, protocol } = new URL(target);
          return { targets: [host], labels: { __scheme__: protocol.slice(0, -1) } };
        }),
      },
    ],
  };
}

async function ask<T>(url: string, path: string): Promise<T> {
  const answer = await fetch(url + path);
  const { status, data, error } = (await answer.json()) as { status: string; data: T; error?: string };
  if (status !== 'success') throw new Error(`Prometheus: ${error}`);
  return data;
}

async function waitUntilReady(child: ChildProcess, url: string): Promise<void> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`prometheus ended with code ${code}`);
  });
  ended.catch(() => {});
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const ready = fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (await Promise.race([ready, ended])) return;
    await delay(100);
  }
  throw new Error('prometheus does not become ready');
}
