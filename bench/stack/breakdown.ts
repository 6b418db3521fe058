/** The part of Chromium's profile format that is read here. Times in microseconds. */
export interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: CallFrame;
  }[];
  /** On the monotonic clock of the system. */
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

/** Microseconds of one request. */
export interface Breakdown {
  readonly byPackage: ReadonlyMap<string, number>;
  readonly byFunction: ReadonlyMap<string, number>;
}

/** @param begin microseconds on the clock of the profile; start and warm-up before it are left out */
export function breakDown(profile: Profile, begin: number, requests: number): Breakdown {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byPackage = new Map<string, number>();
  const byFunction = new Map<string, number>();
  let time = profile.startTime;
  profile.samples.forEach((id, index) => {
    const frame = frames.get(id);
    const micros = profile.timeDeltas[index] ?? 0;
    time += micros;
    if (time < begin || frame === undefined || frame.functionName === '(idle)') return;
    const name = nameOf(frame);
    add(byPackage, name, micros / requests);
    add(byFunction, `${name}: ${frame.functionName || '(anonymous)'}`, micros / requests);
  });
  return { byPackage, byFunction };
}

function add(map: Map<string, number>, key: string, value: number): void {
  map.set(key, (map.get(key) ?? 0) + value);
}

function nameOf({ functionName, url }: CallFrame): string {
  const packages = [...url.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)];
  const last = packages.at(-1)?.[1];
  if (last !== undefined) return last;
  if (url.startsWith('node:'))
    return url.replace(/^node:(internal\/)?/, 'node:').replace(/^(node:[^/]+).*$/, '$1');
  const own = /\/dist\/([^/]+)/.exec(url)?.[1];
  if (own !== undefined) return `DOMI ${own}`;
  if (url.startsWith('file:')) return 'yardstick';
  return functionName === '(garbage collector)' ? '(garbage collector)' : '(V8 and system calls)';
}
