import { countProviders } from '../tenants/count-providers.ts';
import type { ConfigurationReport } from './check-configuration.ts';

/** Renders text for people: warnings, and the faults or a summary. */
export function renderConfiguration(report: ConfigurationReport): string {
  const warnings = report.warnings.map((warning) => `warning: ${warning}\n`).join('');
  if (report.faults.length > 0) {
    const lines = report.faults.map(({ where, message }) => `${where}: ${message}\n`);
    return `${warnings}${lines.join('')}${report.faults.length} fault(s)\n`;
  }
  const sum = `${report.tenants.length} tenant(s), ${countProviders(report.tenants)} enabled provider(s)`;
  const extent = report.secrets === 'read' ? '' : ', as far as it can be validated without secrets';
  return `${warnings}The configuration is sound${extent}: ${sum}.\n`;
}
