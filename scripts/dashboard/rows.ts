import type { RowSpec } from './panels.ts';
import { configuration } from './rows/configuration.ts';
import { http } from './rows/http.ts';
import { overview } from './rows/overview.ts';
import { providers } from './rows/providers.ts';
import { runtime } from './rows/runtime.ts';
import { tenants } from './rows/tenants.ts';
import { tokens } from './rows/tokens.ts';

/** In the order from symptoms for users to possible causes. */
export const ROWS: readonly RowSpec[] = [overview, tokens, providers, tenants, http, configuration, runtime];
