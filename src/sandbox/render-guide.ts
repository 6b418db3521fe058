import { NOTES_SERVICES } from '../notes/notes-services.ts';
import type { ServiceId } from './sandbox.ts';
import type { Stack } from './stack.ts';

/** The instructions for somebody who has just started the demo. */
export function renderGuide({ rootUrl, managementPort, sandbox, apiBaseOf }: Stack): string {
  const place = (id: string): string => `--service ${id} --api ${apiBaseOf(id as ServiceId)}`;
  const notes = (action: string): string =>
    `npm exec domi -- notes ${action} --root ${rootUrl} ${place('zoom')}`;

  return `
DOMI, with a sandbox that plays ${NOTES_SERVICES.map(({ label }) => label).join(', ')}.
Everything is on this machine: no account is needed, and nothing leaves it.

  Web application   ${rootUrl}/
  Metrics           http://localhost:${managementPort}/metrics
  Sandbox           ${sandbox.url}

What to do:

  1. Open ${rootUrl}/ in a browser and choose Zoom.

  2. Sign in at the sandbox: any name will do. Press Allow, and on the next page Copy.

  3. Play the Notes client in a second terminal, in this folder. The command waits for the token: paste
     it (it stays invisible) and press Enter.

       ${notes('paste')}

  4. Create a meeting, as the calendar of Notes does. The tokens are kept in .domi-notes.json.

       ${notes('create')} --subject "Team meeting" --start 2027-03-01T09:00:00Z

  5. Open the link that it prints, and then give the access back:

       ${notes('revoke')}

For another service, end these commands with:

${NOTES_SERVICES.map(({ id }) => `       ${place(id)}`).join('\n')}

To see all of it happen by itself, in a browser without a window: npm run demo -- --walk
Ctrl-C ends the demo.
`;
}
