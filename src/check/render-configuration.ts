import { type ConfigurationReport, countProviders } from './check-configuration.ts';

/** Renders text for people: the faults, or the warnings and a summary. */
export function renderConfiguration(report: ConfigurationReport): string {
  if (report.faults.length > 0) {
    const lines = report.faults.map(({ where, message }) => `${where}: ${message}\n`);
    return `${lines.join('')}${report.faults.length} fault(s)\n`;
  }
  const warnings = report.warnings.map((warning) => `warning: ${warning}\n`).join('');
  const sum = `${report.tenants.length} tenant(s), ${countProviders(report)} enabled provider(s)`;
  return `${warnings}The configuration is sound: ${sum}.\n`;
}
