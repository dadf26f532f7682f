/**
 * What OpenAPI documents of backends' REST APIs are made of.
 *
 * @packageDocumentation
 */

export {
  assembleOpenApiDocument,
  type OpenApiDocument,
} from './openapi/assembleOpenApiDocument';
export { jsonSchemas } from './openapi/jsonSchemas';
export * from './openapi/Operation';
