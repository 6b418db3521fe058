import type { Config } from '../config/config.ts';
import type { BuildInfo } from '../observability/declare-process-metrics.ts';
import { describeInterface } from '../openapi/describe-interface.ts';
import { listDescribedProviders } from '../openapi/described-provider.ts';
import type { OpenApiDocument } from '../openapi/open-api-document.ts';

/** Describes the addresses that a configuration has. */
export function describeConfiguration(
  { directory: { tenants, isSingle } }: Pick<Config, 'directory'>,
  { version }: Pick<BuildInfo, 'version'>,
): OpenApiDocument {
  const providers = listDescribedProviders(tenants);
  return describeInterface({ version, providers, publicUrl: isSingle ? tenants[0]?.publicUrl : undefined });
}
