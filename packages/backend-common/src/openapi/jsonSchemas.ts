import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** Schemas by their names in the document. */
type Named = Record<string, z.ZodType>;

/**
 * Leaves out what zod says of each integer and each date, and readers know: that it is a safe one, and
 * how its format is written.
 *
 * @internal
 */
export function shorten(jsonSchema: z.core.JSONSchema.BaseSchema): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) {
    delete jsonSchema.minimum;
  }
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) {
    delete jsonSchema.maximum;
  }
  if (jsonSchema.format?.startsWith('date')) {
    delete jsonSchema.pattern;
  }
}

function convert(named: Named, io: 'input' | 'output'): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) {
    registry.add(schema, { id });
  }
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: id => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      // Zod says what it would let through; an answer may get more fields.
      if (io === 'output' && jsonSchema.additionalProperties === false) {
        delete jsonSchema.additionalProperties;
      }
      shorten(jsonSchema);
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [
      id,
      schema,
    ]),
  );
}

/**
 * The JSON Schemas of a document by their names, with references between them.
 *
 * @param named - the schemas of what is answered and of what is taken; one that is in both has one
 * name
 * @throws Error when a name stands for one thing in answers and for another in inputs, e.g. because
 * a field has a default
 * @public
 */
export function jsonSchemas(named: {
  answers: Record<string, z.ZodType>;
  inputs?: Record<string, z.ZodType>;
}): Record<string, object> {
  const answers = convert(named.answers, 'output');
  const inputs = convert(named.inputs ?? {}, 'input');
  for (const [name, schema] of Object.entries(inputs)) {
    if (name in answers && !isDeepStrictEqual(answers[name], schema)) {
      throw new Error(
        `The schema ${name} is one thing in answers and another in inputs; give its input a name of its own.`,
      );
    }
  }
  return { ...answers, ...inputs };
}
