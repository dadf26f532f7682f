/**
 * An operation of the API as OpenAPI 3.1 has it.
 *
 * @internal
 */
export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, Answer>;
}

/** @internal */
export interface Parameter {
  name: string;
  in: 'query' | 'path' | 'header';
  required?: boolean;
  description?: string;
  schema: object;
}

/** @internal */
export interface Answer {
  description: string;
  headers?: Record<string, object>;
  content?: Content;
}

type Content = Record<string, { schema: object }>;

/**
 * Operations by path, and there by method in lower case.
 *
 * @internal
 */
export type Paths = Record<string, Record<string, Operation>>;

/**
 * JSON of a schema that has a name in the document.
 *
 * @internal
 */
export function json(schema: string): Content {
  return {
    'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
  };
}

/**
 * An answer of a named schema.
 *
 * @internal
 */
export function answer(description: string, schema: string): Answer {
  return { description, content: json(schema) };
}

/**
 * What every operation answers when it does not do what was asked.
 *
 * @internal
 */
export const failed: Record<string, Answer> = {
  default: answer('It was not done, and why', 'Error'),
};

/** @internal */
export function query(
  name: string,
  description: string,
  schema: object = { type: 'string' },
): Parameter {
  return { name, in: 'query', description, schema };
}

/** @internal */
export function required(parameter: Parameter): Parameter {
  return { ...parameter, required: true };
}

/** @internal */
export function path(name: string, description: string): Parameter {
  return {
    name,
    in: 'path',
    required: true,
    description,
    schema: { type: 'string' },
  };
}
