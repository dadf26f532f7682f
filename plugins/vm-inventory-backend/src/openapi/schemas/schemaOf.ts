import { z } from 'zod';

/**
 * A schema for each field of a type, neither more nor fewer: what the document says of a type
 * cannot be forgotten when the type changes.
 *
 * @internal
 */
export type ShapeOf<T> = { [F in keyof Required<T>]: z.ZodType<T[F]> };

/**
 * The schema of a type.
 *
 * @internal
 */
export function schemaOf<T extends object>(
  description: string,
  shape: ShapeOf<T>,
): z.ZodType<T> {
  // The compiler cannot see through the mapped type that this is T again.
  return z.object(shape).describe(description) as unknown as z.ZodType<T>;
}

/**
 * The schema of a type that callers send: with no field besides.
 *
 * @internal
 */
export function bodyOf<T extends object>(
  description: string,
  shape: ShapeOf<T>,
): z.ZodType<T> {
  return z.strictObject(shape).describe(description) as unknown as z.ZodType<T>;
}
