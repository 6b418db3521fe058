import { MAY_IMPORT, ONLY_IN, SANDBOX } from './rooms.ts';

/** @param owns the first sentence of a room's README.md by the name of the room */
export function renderRoomsTable(owns: ReadonlyMap<string, string>): string {
  const rows = [...Object.entries(MAY_IMPORT), [SANDBOX, ['every other room']] as const].map(
    ([room, rooms]) => {
      const cells = [
        `[\`${room}\`](../src/${room}/README.md)`,
        escapeCell(owns.get(room) ?? ''),
        rooms.join(', '),
        listPackages(room).join(', '),
      ];
      return `| ${cells.map((cell) => cell || '–').join(' | ')} |`;
    },
  );
  const heads = ['room', 'owns', 'may import', 'packages that few may import'];
  return [`| ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length)}`, ...rows].join('\n');
}

function listPackages(room: string): string[] {
  return Object.entries(ONLY_IN)
    .filter(([, places]) => places.some((place) => place.startsWith(`${room}/`)))
    .map(([name]) => `\`${name}\``);
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
