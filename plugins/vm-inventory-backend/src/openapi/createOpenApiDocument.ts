import { capacityPaths } from './paths/capacityPaths';
import { macAddressesPaths } from './paths/macAddressesPaths';
import { machineDetailsPaths } from './paths/machineDetailsPaths';
import { objectPaths } from './paths/objectPaths';
import { Operation, Paths } from './paths/Operation';
import { placementPaths } from './paths/placementPaths';
import { sourcePaths } from './paths/sourcePaths';
import { treePaths } from './paths/treePaths';
import { jsonSchemas } from './schemas';

/**
 * The document of an API.
 *
 * @internal
 */
export interface OpenApiDocument {
  openapi: string;
  info: object;
  servers: object[];
  security: object[];
  paths: Paths;
  components: { schemas: Record<string, object>; securitySchemes: object };
}

const documentPath: { get: Operation } = {
  get: {
    operationId: 'getOpenApi',
    tags: ['Sources'],
    summary: 'Answers this document',
    responses: {
      200: {
        description: 'OpenAPI 3.1',
        content: { 'application/json': { schema: { type: 'object' } } },
      },
    },
  },
};

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
 * The OpenAPI 3.1 document of the REST API: paths as they are mounted, answers by the types that
 * they have in `@backlot/plugin-vm-inventory-common`. A test holds it against both.
 *
 * @internal
 */
export function createOpenApiDocument(): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'vm-inventory',
      version: '1',
      description:
        'Virtual machines and what they run on, as far as the caller may see them. Answers may get more fields within this version.',
    },
    servers: [{ url: '/api/vm-inventory' }],
    security: [{ backstage: [] }],
    paths: {
      ...objectPaths(),
      ...machineDetailsPaths,
      ...macAddressesPaths,
      ...treePaths,
      ...capacityPaths,
      ...placementPaths,
      ...sourcePaths,
      '/v1/openapi.json': documentPath,
    },
    components: {
      schemas: { ...jsonSchemas(), Error: error },
      securitySchemes: { backstage: { type: 'http', scheme: 'bearer' } },
    },
  };
}
