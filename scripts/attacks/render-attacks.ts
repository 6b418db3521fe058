import { ATTACK_GROUPS, WITHOUT_TEST } from './catalogue.ts';
import type { AttackTest } from './list-attack-tests.ts';

/** The part of docs/security.md that counts attacks and their tests. */
export function renderAttacks(tests: readonly AttackTest[]): string {
  const groups = ATTACK_GROUPS.map(({ letter, name, attacks }) => {
    const own = tests.filter(({ ids }) => ids.some((id) => id.startsWith(letter)));
    const files = [...new Set(own.map(({ file }) => `\`${file}\``))];
    return { letter, name, attacks: Object.keys(attacks), own, files };
  });
  const count = groups.reduce((sum, { attacks }) => sum + attacks.length, 0);
  const missing = Object.entries(WITHOUT_TEST);
  return [
    `${count} attacks, ${count - missing.length} of them with tests: ${tests.length} tests in all.`,
    '',
    '| group | attacks | tests | where |',
    '| --- | --- | --- | --- |',
    ...groups.map(
      ({ letter, name, attacks, own, files }) =>
        `| ${letter}: ${name} | ${attacks.length} | ${own.length} | ${files.join(', ')} |`,
    ),
    '',
    'Without a test:',
    '',
    ...missing.map(([id, reason]) => `- ${id}, ${findAttack(id)}. ${reason}`),
  ].join('\n');
}

function findAttack(id: string): string | undefined {
  return ATTACK_GROUPS.find(({ attacks }) => attacks[id])?.attacks[id];
}
