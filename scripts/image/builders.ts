import { spawnSync } from 'node:child_process';

/** The commands of a program that builds images. */
export interface Builder {
  readonly name: string;
  /** Exits with 0 if the program works; a Docker client may be installed without its engine. */
  readonly probe: readonly string[];
  build(request: BuildRequest): readonly string[];
  /** Writes the image as a `docker save` archive. */
  save(tag: string, file: string): readonly string[];
}

export interface BuildRequest {
  readonly tag: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Seconds since 1970: the time of every file in the image, so that equal content gives an equal image. */
  readonly sourceDateEpoch: number;
  readonly extra: readonly string[];
}

const toOptions = (buildArgs: BuildRequest['buildArgs']): string[] =>
  Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);

const DOCKER: Builder = {
  name: 'docker',
  probe: ['docker', 'info'],
  build: ({ tag, buildArgs, sourceDateEpoch, extra }) => [
    ...['docker', 'buildx', 'build', '--output', `type=docker,rewrite-timestamp=true,name=${tag}`],
    ...toOptions({ ...buildArgs, SOURCE_DATE_EPOCH: String(sourceDateEpoch) }),
    ...[...extra, '.'],
  ],
  save: (tag, file) => ['docker', 'save', '--output', file, tag],
};

const createPodmanLike = (name: string, save: Builder['save']): Builder => ({
  name,
  probe: [name, 'info'],
  build: ({ tag, buildArgs, sourceDateEpoch, extra }) => [
    ...[name, 'build', '--layers', '--timestamp', String(sourceDateEpoch), '--tag', tag],
    ...toOptions(buildArgs),
    ...[...extra, '.'],
  ],
  save,
});

const PODMAN = createPodmanLike('podman', (tag, file) => [
  ...['podman', 'save', '--format', 'docker-archive', '--output', file, tag],
]);

const BUILDAH = createPodmanLike('buildah', (tag, file) => [
  'buildah',
  'push',
  tag,
  `docker-archive:${file}`,
]);

const BUILDERS: readonly Builder[] = [DOCKER, PODMAN, BUILDAH];

/** @param name of the builder; by default the first that works */
export function findBuilder(name?: string): Builder | undefined {
  return BUILDERS.filter((builder) => name === undefined || builder.name === name).find(({ probe }) => {
    const [program = '', ...args] = probe;
    return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
  });
}
