/** The part of a JSON Schema that a row of the table shows. */
interface Field {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly additionalProperties?: Field | boolean;
  readonly items?: Field;
  readonly anyOf?: readonly Field[];
}

/** Renders fields and their nested fields as a Markdown table, from the descriptions in the schema. */
export function renderFieldsTable(schema: Field, without: readonly string[] = []): string {
  const rows = listFields(schema, '', without).map(
    ({ name, field }) =>
      `| \`${name}\` | ${describeValues(field)} | ${escapeCell(field.description ?? '')} |`,
  );
  return ['| field | value | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function listFields(
  schema: Field,
  prefix: string,
  without: readonly string[],
): { name: string; field: Field }[] {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !without.includes(prefix + name))
    .flatMap(([name, field]) => [
      { name: prefix + name, field },
      ...listFields(field, `${prefix}${name}.`, without),
      ...listFields(field.items ?? {}, `${prefix}${name}[].`, without),
    ]);
}

function describeValues(field: Field): string {
  const values = field.enum?.map((value) => `\`${value}\``).join(', ') ?? describeType(field);
  if (field.default === undefined) return escapeCell(values);
  const initial = field.default === ' ' ? 'a space' : `\`${field.default}\``;
  return escapeCell(
    field.enum ? values.replace(`\`${field.default}\``, `**${initial}**`) : `${values}; ${initial}`,
  );
}

function describeType(field: Field): string {
  if (field.anyOf) return [...new Set(field.anyOf.map(describeShape))].join(' or ');
  return describeShape(field);
}

function describeShape(field: Field): string {
  if (field.enum) return field.enum.map((value) => `\`${value}\``).join(', ');
  if (field.type === 'array')
    return `list${field.items?.anyOf ? '' : ` of ${describeShape(field.items ?? {})}`}`;
  if (field.type === 'boolean') return 'true, false';
  if (field.type === 'object') {
    const names = Object.keys(field.properties ?? {}).filter((name) => name !== 'expiresAt');
    return names.length > 0 ? `{ ${names.join(', ')} }` : '{ name: text }';
  }
  return field.type === 'integer' ? 'number' : 'text';
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
