type Body = Readonly<Record<string, unknown>>;

/** A non-blank string of a request body, or undefined. */
function readText(body: Body, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/**
 * Reads subject, start and end by the names that a service uses. Absent fields are left out, so that an update changes
 * only the fields that it names.
 */
export function readFields<Field extends string>(
  body: Body,
  names: Readonly<Record<Field, string>>,
): Partial<Record<Field, string>> {
  const fields: Partial<Record<Field, string>> = {};
  for (const field of Object.keys(names) as Field[]) {
    const value = readText(body, names[field]);
    if (value !== undefined) fields[field] = value;
  }
  return fields;
}
