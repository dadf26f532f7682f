/**
 * What the tests of several frontends need alike.
 *
 * @packageDocumentation
 */

export {
  json,
  refusal,
  stubBackend,
  type StubbedBackend,
} from './testUtils/stubBackend';
