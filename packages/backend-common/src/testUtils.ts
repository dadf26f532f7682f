/**
 * What tests of backends' REST APIs stand on.
 *
 * @packageDocumentation
 */

export * from './testUtils/OpenApiValidator';
export * from './testUtils/routesOf';
