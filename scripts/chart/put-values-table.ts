import { listLeaves, type ValuesKey } from './read-values.ts';

const BEGIN = '<!-- values -->';
const END = '<!-- /values -->';

/** Puts the table of all values between the marks of the chart's README. */
export function putValuesTable(readme: string, keys: readonly ValuesKey[]): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the chart's README needs ${BEGIN} and ${END}`);
  const tables = keys.map(toTable).join('\n');
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${tables}\n${readme.slice(end)}`;
}

/** One row for a plain key; a separate table for the keys of a section. */
function toTable(key: ValuesKey, index: number, all: readonly ValuesKey[]): string {
  const isSection = key.children.length > 0;
  const followsRow = index > 0 && all[index - 1]?.children.length === 0;
  const head = '| key | default | meaning |\n| --- | --- | --- |\n';
  if (!isSection) return `${followsRow ? '' : head}${toRow(key)}${isLastRow(index, all) ? '\n' : ''}`;
  return `**${key.name}** ${key.description.slice(key.name.length + 1)}\n\n${head}${listLeaves(key.children).map(toRow).join('\n')}\n`;
}

function isLastRow(index: number, all: readonly ValuesKey[]): boolean {
  const next = all[index + 1];
  return next === undefined || next.children.length > 0;
}

function toRow({ path, name, description, defaultValue }: ValuesKey): string {
  const text = description.slice(name.length + 1).replaceAll('|', '\\|');
  const shown = JSON.stringify(defaultValue);
  const short = shown.length > 60 ? 'see `values.yaml`' : `\`${shown.replaceAll('|', '\\|')}\``;
  return `| \`${path}\` | ${short} | ${text} |`;
}
