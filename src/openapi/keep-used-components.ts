import type { Components, OpenApiDocument, Operation } from './open-api-document.ts';

type Described = Omit<OpenApiDocument, 'components'>;

/** Keeps the components that something refers to. */
export function keepUsedComponents(document: Described, components: Components): OpenApiDocument {
  const used = new Set<string>();
  const follow = (value: unknown): void => {
    for (const reference of findReferences(value)) {
      if (used.has(reference)) continue;
      used.add(reference);
      const [, , kind, name = ''] = reference.split('/');
      follow(components[kind as keyof Components][name]);
    }
  };
  follow(document);
  const keep = <T>(kind: keyof Components, members: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(members).filter(([name]) => used.has(`#/components/${kind}/${name}`)));
  return {
    ...document,
    components: {
      schemas: keep('schemas', components.schemas),
      responses: keep('responses', components.responses),
      headers: keep('headers', components.headers),
      examples: keep('examples', components.examples),
      securitySchemes: keep('securitySchemes', components.securitySchemes),
    },
  };
}

function findReferences(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (name === '$ref' && typeof member === 'string') return [member];
    return name === 'security' ? listSchemes(member) : findReferences(member);
  });
}

/** Operations refer to security schemes by name. */
function listSchemes(security: Operation['security']): string[] {
  return security.flatMap(Object.keys).map((name) => `#/components/securitySchemes/${name}`);
}
