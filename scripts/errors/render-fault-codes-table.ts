import { FAULT_CODES } from '../../src/config/report/fault-codes.ts';

/** Renders the codes of faults as a Markdown table. */
export function renderFaultCodesTable(): string {
  const rows = Object.entries(FAULT_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return ['| code | meaning |', '| --- | --- |', ...rows].join('\n');
}
