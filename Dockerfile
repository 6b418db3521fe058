# The name pins Node's major version. A release pins the digest too: --build-arg NODE_DIGEST=sha256:…
ARG NODE_IMAGE=docker.io/library/node:26-bookworm-slim
ARG NODE_DIGEST=""

# Everything that the compiler needs, and nothing that only tests need. Packages must not run scripts.
FROM ${NODE_IMAGE}${NODE_DIGEST:+@${NODE_DIGEST}} AS install
WORKDIR /app
# Behind a proxy that re-signs TLS: the file of its certificate, mounted for the build. It does not end up in the image.
ARG NODE_EXTRA_CA_CERTS
COPY package.json package-lock.json scripts/image/keep-compiler.ts ./
RUN node keep-compiler.ts && npm ci --ignore-scripts --no-audit --no-fund

FROM install AS build
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.ts scripts/
COPY src src
RUN node scripts/build.ts && find dist -name '*.map' -delete

# Half of the files in packages are for compilers and debuggers.
FROM install AS production
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund && \
  npm pkg delete devDependencies scripts allowScripts overrides && \
  find node_modules -type f \( -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.map' \) -delete
COPY LICENSE ./

FROM ${NODE_IMAGE}${NODE_DIGEST:+@${NODE_DIGEST}} AS system
COPY scripts/image/collect-system.ts /
RUN node /collect-system.ts /system

# No shell, no package manager: docs/decisions/2026-11-24-image.md
FROM scratch
COPY --from=system /system /
WORKDIR /app
COPY --from=production /app/node_modules node_modules
COPY --from=production /app/package.json /app/LICENSE ./
COPY --from=build /app/dist dist

ARG NODE_IMAGE
ARG NODE_DIGEST
ARG VERSION=unknown
ARG COMMIT=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="DOMI" \
  org.opencontainers.image.description="Domino Online Meeting Integration: the OAuth broker between HCL Notes and the meeting services" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.source="https://github.com/HCL-TECH-SOFTWARE/domino-online-meeting-integration" \
  org.opencontainers.image.documentation="https://github.com/HCL-TECH-SOFTWARE/domino-online-meeting-integration/tree/main/docs" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${COMMIT}" \
  org.opencontainers.image.created="${CREATED}" \
  org.opencontainers.image.base.name="${NODE_IMAGE}" \
  org.opencontainers.image.base.digest="${NODE_DIGEST}"

# The heap follows the container's memory limit. More threads, since slow name lookups occupy them.
ENV NODE_ENV=production \
  NODE_OPTIONS=--max-old-space-size-percentage=60 \
  UV_THREADPOOL_SIZE=16 \
  DOMI_COMMIT="${COMMIT}"
EXPOSE 8878 8879
USER 65532:65532
# Not in NODE_OPTIONS, which users replace. Without these options SIGUSR1 would open a debugger that can read every
# secret, V8 would keep the memory of a thread that has ended, the garbage of requests would live too long
# (docs/decisions/2026-11-25-garbage-of-a-request.md), and the garbage of loading would stay in memory.
ENTRYPOINT ["/usr/local/bin/node", "--disable-sigusr1", "--no-memory-pool-share-memory-on-teardown", \
  "--no-allocation-site-pretenuring", "--expose-gc", "dist/cli.js"]
CMD ["serve"]
