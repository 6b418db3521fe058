import { BUILT_IN_RECORDS } from '../providers/built-in-records.ts';
import type { Sandbox } from './sandbox.ts';

/** The instructions for somebody who has started the meeting services alone. */
export function renderServicesGuide({ url, environment, providerFile }: Sandbox, rootUrl: string): string {
  const exports = Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`);
  const isAcme = (line: string): boolean => line.includes(' ACME_MEET_');
  const ids = Object.keys(providerFile.providers);
  const labels = ids.map((id) => BUILT_IN_RECORDS[id]?.label ?? id);

  return `
A sandbox that plays ${labels.join(', ')}, and Acme Meet, which is not built in.
Everything is on this machine: no account is needed, and nothing leaves it.

To add Acme Meet, follow docs/add-a-provider.md in a second terminal. Begin with its credentials, and allow a service on this
machine:

${exports.filter(isAcme).join('\n')}
  export DOMI_ALLOW_INSECURE_PROVIDERS=true

In the record, write this address in place of https://meet.example.com:

  ${url}/acme-meet

Acme Meet sends browsers back to ${rootUrl}/acmeMeetCallback only.

Credentials of the others, whose endpoints are below ${url}/zoom, …/teams, and so on:

${exports.filter((line) => !isAcme(line)).join('\n')}

Ctrl-C ends the sandbox.
`;
}
