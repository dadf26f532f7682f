/**
 * What tests of backends' REST APIs and logs stand on.
 *
 * @packageDocumentation
 */

export * from './testUtils/OpenApiValidator';
export * from './testUtils/routesOf';
export * from './testUtils/recordingLogger';
