import type { MigrationPlan } from './plan-migration.ts';
import { toOneLine } from './to-one-line.ts';

/** Renders what is not a setting as comments: gone keys, tasks, notes. */
export function renderRemarks({ gone, tasks, notes }: MigrationPlan): string[] {
  return [
    ...renderList(
      'Gone, and why:',
      gone.map(({ key, origin, reason }) => `${key} (${origin}): ${reason}`),
    ),
    ...renderList('To do before the switch:', tasks),
    ...renderList('Good to know:', notes),
    ...(tasks.length === 0 ? ['', '# Nothing else to do. Next: domi check --live'] : []),
  ];
}

function renderList(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : ['', `# ${title}`, ...sentences.map(toComment)];
}

function toComment(sentence: string): string {
  return `# - ${toOneLine(sentence)}`;
}
