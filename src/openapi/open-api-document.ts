/** JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
export type OpenApiSchema = Readonly<Record<string, unknown>>;

export interface Reference {
  readonly $ref: string;
}

export interface HeaderObject {
  readonly description: string;
  readonly required: boolean;
  readonly schema: OpenApiSchema;
}

export interface MediaType {
  readonly schema: OpenApiSchema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, Reference>>;
}

export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Reference>>;
  /** By media type. */
  readonly content?: Readonly<Record<string, MediaType>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'header' | 'path';
  readonly description: string;
  readonly required?: boolean;
  readonly schema: OpenApiSchema;
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly description: string;
    readonly required: boolean;
    readonly content: Readonly<Record<string, MediaType>>;
  };
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  /** By status. */
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>;
}

export const METHODS_OF_PATHS = ['get', 'head', 'post'] as const;

export type PathItem = Readonly<Partial<Record<(typeof METHODS_OF_PATHS)[number], Operation>>> & {
  readonly servers?: readonly ServerObject[];
};

export interface ServerObject {
  readonly url: string;
  readonly description: string;
  readonly variables?: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
}

export interface Components {
  readonly schemas: Readonly<Record<string, OpenApiSchema>>;
  readonly responses: Readonly<Record<string, ResponseObject>>;
  readonly headers: Readonly<Record<string, HeaderObject>>;
  readonly examples: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;
  readonly securitySchemes: Readonly<Record<string, OpenApiSchema>>;
}

/** The part of OpenAPI 3.1 that this service uses (https://spec.openapis.org/oas/v3.1.0). */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly summary: string;
    readonly description: string;
    readonly license: { readonly name: string; readonly identifier: string };
  };
  readonly servers: readonly ServerObject[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly webhooks: Readonly<Record<string, PathItem>>;
  readonly components: Components;
}

export function refer(kind: keyof Components, name: string): Reference {
  return { $ref: `#/components/${kind}/${name}` };
}
