import type { Config } from '../config/config.ts';
import { describeError } from '../observability/logger.ts';

/** A failure to start, as the fields and the text of a log line. */
export interface StartFailure {
  readonly fields: object;
  readonly text: string;
}

/** Explains why the service could not start although its configuration is sound. */
export function explainFailure(error: unknown, config: Config | undefined): StartFailure {
  const { code, port } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as NodeJS.ErrnoException & {
    port?: number;
  };
  if (config === undefined || port === undefined || (code !== 'EADDRINUSE' && code !== 'EACCES'))
    return { fields: { error: describeError(error) }, text: 'the service cannot start' };
  const variable = port === config.managementPort ? 'METRICSPORT' : 'PORT';
  const fields = { variable, port, code };
  if (code === 'EADDRINUSE')
    return {
      fields,
      text: `port ${port} is already in use: set ${variable} to a free one, or end the other program`,
    };
  const reason =
    port < 1024 ? `ports below 1024 need the capability NET_BIND_SERVICE` : 'the system forbids it';
  return {
    fields,
    text: `no permission to listen on port ${port} (${reason}): set ${variable} to another one`,
  };
}
