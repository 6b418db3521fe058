type Schema = Readonly<Record<string, unknown>>;

/**
 * Lets null stand in place of a value, since that is how an overlay takes a key out. Helm does so itself where the chart has a
 * default for the key; in maps with free keys it keeps the null, and the templates take it out.
 */
function allowNull(schema: Schema): Schema {
  const { type, enum: values, anyOf } = schema;
  const inside = allowNullInside(schema);
  if (Array.isArray(values)) return { ...inside, enum: [...values, null] };
  if (type === undefined && Array.isArray(anyOf)) return { ...inside, anyOf: [...anyOf, { type: 'null' }] };
  return type === undefined ? inside : { ...inside, type: [type, 'null'].flat() };
}

/**
 * Does so for everything in a map that may be left out. A map that needs some key keeps it: without a value that counts,
 * nothing would be left.
 */
export function allowNullInside(schema: Schema): Schema {
  if (schema['minProperties'] !== undefined) return schema;
  const {
    required = [],
    properties,
    patternProperties,
    additionalProperties,
  } = schema as {
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly patternProperties?: Readonly<Record<string, Schema>>;
    readonly additionalProperties?: Schema | boolean;
  };
  return {
    ...schema,
    ...(properties && { properties: mapValues(properties, (name) => !required.includes(name)) }),
    ...(patternProperties && { patternProperties: mapValues(patternProperties, () => true) }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: allowNull(additionalProperties),
    }),
  };
}

/**
 * Does so for the entries of a map alone: what is in them is a record of the provider file, where an empty value is a fault, since it
 * may also be a forgotten one.
 */
export function allowNullEntries(schema: Schema): Schema {
  const entry = schema['additionalProperties'] as Schema;
  return { ...schema, additionalProperties: { ...entry, type: [entry['type'], 'null'].flat() } };
}

function mapValues(
  schemas: Readonly<Record<string, Schema>>,
  mayBeNull: (name: string) => boolean,
): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      mayBeNull(name) ? allowNull(schema) : allowNullInside(schema),
    ]),
  );
}
