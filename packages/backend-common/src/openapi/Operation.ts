import { z } from 'zod';
import { shorten } from './jsonSchemas';

/**
 * An operation of an API as OpenAPI 3.1 has it.
 *
 * @public
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

/**
 * A parameter of an operation.
 *
 * @public
 */
export interface Parameter {
  name: string;
  in: 'query' | 'path' | 'header';
  required?: boolean;
  description?: string;
  schema: object;
}

/**
 * An answer of an operation.
 *
 * @public
 */
export interface Answer {
  description: string;
  headers?: Record<string, object>;
  content?: Content;
}

/**
 * Schemas by media type.
 *
 * @public
 */
export type Content = Record<string, { schema: object }>;

/**
 * Operations by path, and there by method in lower case.
 *
 * @public
 */
export type Paths = Record<string, Record<string, Operation>>;

/**
 * JSON of a schema that has a name in the document.
 *
 * @public
 */
export function json(schema: string): Content {
  return {
    'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
  };
}

/**
 * An answer of a named schema.
 *
 * @public
 */
export function answer(description: string, schema: string): Answer {
  return { description, content: json(schema) };
}

/**
 * What every operation answers when it does not do what was asked.
 *
 * @public
 */
export const failed: Record<string, Answer> = {
  default: answer('It was not done, and why', 'Error'),
};

/**
 * What an operation answers when it does not do what was asked, where callers can tell why by the
 * status.
 *
 * @param reasons - in words, by status
 * @public
 */
export function refused(
  reasons: Record<number, string>,
): Record<string, Answer> {
  return {
    ...Object.fromEntries(
      Object.entries(reasons).map(([status, reason]) => [
        status,
        answer(reason, 'Error'),
      ]),
    ),
    ...failed,
  };
}

/**
 * That an operation asks for a permission, as the role of its caller.
 *
 * @public
 */
export function asksFor(permission: { name: string }): object[] {
  return [{ backstage: [permission.name] }];
}

/**
 * With what a caller asks only for what it does not have yet.
 *
 * @public
 */
export const ifNoneMatch: Parameter = {
  name: 'If-None-Match',
  in: 'header',
  description: 'The ETag of an answer that the caller has',
  schema: { type: 'string' },
};

/**
 * The header of an answer that need not be sent again while it is the same.
 *
 * @public
 */
export function etag(description: string): Record<string, object> {
  return { ETag: { description, schema: { type: 'string' } } };
}

/**
 * What is answered to a caller that has the answer.
 *
 * @public
 */
export const notModified: Record<string, Answer> = {
  304: { description: 'What the caller has is what there is' },
};

/**
 * An optional parameter in the query.
 *
 * @public
 */
export function query(
  name: string,
  description: string,
  schema: object = { type: 'string' },
): Parameter {
  return { name, in: 'query', description, schema };
}

/**
 * The parameter as one that has to be there.
 *
 * @public
 */
export function required(parameter: Parameter): Parameter {
  return { ...parameter, required: true };
}

/**
 * A parameter in the path.
 *
 * @public
 */
export function path(name: string, description: string): Parameter {
  return {
    name,
    in: 'path',
    required: true,
    description,
    schema: { type: 'string' },
  };
}

/**
 * The parameters that a route reads with a schema.
 *
 * @public
 */
export function parametersOf(
  schema: z.ZodObject,
  where: 'query' | 'path',
): Parameter[] {
  const { properties = {}, required: needed = [] } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => shorten(jsonSchema),
  });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as { description?: string };
    return {
      name,
      in: where,
      ...(needed.includes(name) && { required: true }),
      ...(description && { description }),
      schema: rest,
    };
  });
}
