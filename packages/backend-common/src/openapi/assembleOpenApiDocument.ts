import { Operation, Paths, refused } from './Operation';

/**
 * The document of an API.
 *
 * @public
 */
export interface OpenApiDocument {
  openapi: string;
  info: object;
  servers: object[];
  security: object[];
  paths: Paths;
  components: { schemas: Record<string, object>; securitySchemes: object };
}

/** What every Backstage backend answers when it does not do what was asked. */
const error = {
  type: 'object',
  required: ['error', 'response'],
  properties: {
    error: {
      type: 'object',
      required: ['name', 'message'],
      properties: {
        name: { type: 'string', examples: ['NotFoundError'] },
        message: { type: 'string' },
      },
    },
    request: { type: 'object' },
    response: {
      type: 'object',
      required: ['statusCode'],
      properties: { statusCode: { type: 'integer' } },
    },
  },
};

/**
 * The OpenAPI 3.1 document of the REST API of a plugin, the document's own route included.
 *
 * @param options - `paths`: as they are below the plugin's own; `schemas`: as {@link jsonSchemas}
 * makes them; `ownRoute`: what is said of `/v1/openapi.json` beyond what is always so, `reasons` being why
 * it refuses, by status
 * @public
 */
export function assembleOpenApiDocument(options: {
  pluginId: string;
  description: string;
  paths: Paths;
  schemas: Record<string, object>;
  ownRoute: Pick<Operation, 'tags' | 'security'> & {
    reasons?: Record<number, string>;
  };
}): OpenApiDocument {
  const { pluginId, description, paths, schemas } = options;
  const { reasons = {}, ...ownRoute } = options.ownRoute;
  const getOpenApi: Operation = {
    operationId: 'getOpenApi',
    summary: 'Answers this document',
    responses: {
      200: {
        description: 'OpenAPI 3.1',
        content: { 'application/json': { schema: { type: 'object' } } },
      },
      ...refused(reasons),
    },
    ...ownRoute,
  };
  return {
    openapi: '3.1.0',
    info: { title: pluginId, version: '1', description },
    servers: [{ url: `/api/${pluginId}` }],
    security: [{ backstage: [] }],
    paths: { ...paths, '/v1/openapi.json': { get: getOpenApi } },
    components: {
      schemas: { ...schemas, Error: error },
      securitySchemes: { backstage: { type: 'http', scheme: 'bearer' } },
    },
  };
}
