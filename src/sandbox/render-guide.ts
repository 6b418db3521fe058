import { DEMO, DEMO_PROFILE, USUAL_PROFILE } from '../notes/demo-addresses.ts';
import { NOTES_SERVICES } from '../notes/notes-services.ts';
import type { ServiceId } from './sandbox.ts';
import type { Stack } from './stack.ts';

/** The instructions for somebody who has just started the demo. */
export function renderGuide(stack: Stack): string {
  const { rootUrl, managementPort, sandbox } = stack;
  const others = NOTES_SERVICES.slice(1);
  const profile = isUsual(stack) ? DEMO_PROFILE : USUAL_PROFILE;

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

       ${renderCommand(stack, 'paste', 'zoom')}

  4. Create a meeting, as the calendar of Notes does. The tokens are kept in ${profile}.

       ${renderCommand(stack, 'create', 'zoom')} --subject "Team meeting"

  5. Open the link that it prints, and then give the access back:

       ${renderCommand(stack, 'revoke', 'zoom')}

For another service, choose it in the browser, and then:

${others.map(({ id }) => `       ${renderCommand(stack, 'paste', id as ServiceId)}`).join('\n')}

To see all of it happen by itself, in a browser without a window: npm run demo -- --walk
To add a service that is not built in: npm run demo -- --services
Ctrl-C ends the demo. What happens follows here, step by step:
`;
}

/** With the addresses of the demo in one word, unless it had to take other ports. */
function renderCommand(stack: Stack, action: string, id: ServiceId): string {
  const place = isUsual(stack) ? '--demo' : `--root ${stack.rootUrl} --api ${stack.apiBaseOf(id)}`;
  const service = isUsual(stack) && id === 'zoom' ? '' : ` --service ${id}`;
  return `npm exec domi -- notes ${action} ${place}${service}`;
}

function isUsual({ rootUrl, sandbox }: Stack): boolean {
  return rootUrl === DEMO.rootUrl && sandbox.url === DEMO.sandboxUrl;
}
