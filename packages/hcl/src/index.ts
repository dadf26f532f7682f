/**
 * Reads and writes HCL's native syntax as Terraform does.
 *
 * @packageDocumentation
 */

export { isNumberText } from './BigFloat';
export { constantText, constantValue, objectKey } from './constantValue';
export { evaluate } from './evaluate';
export {
  checkDependencyLock,
  parseDependencyLock,
  providerAddress,
  type ProviderLock,
} from './dependencyLock';
export { HclError } from './HclError';
export { hclLiteral, quotedText } from './hclLiteral';
export { tokenize } from './Lexer';
export { parseHcl } from './parseHcl';
export { mayHoldPlaceholders, placeholder, PLACEHOLDER } from './placeholder';
export { positionAt, type Position } from './positionAt';
export { referencesIn, type Reference } from './references';
export type {
  Attribute,
  Block,
  BinaryExpression,
  Body,
  Expression,
  ExpressionOf,
  ForExpression,
  ForHeading,
  ObjectItem,
  Span,
  TemplatePart,
  TraversalStep,
} from './syntax';
export type { Token, TokenKind } from './tokens';
