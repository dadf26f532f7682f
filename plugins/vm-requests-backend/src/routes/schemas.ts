import { parseEntityRef } from '@backstage/catalog-model';
import { z } from 'zod';

/** Path parameters of a route of one request. */
export const idParameters = z.object({ id: z.string() });

function isEntityRef(text: string): boolean {
  try {
    parseEntityRef(text, {
      defaultKind: 'group',
      defaultNamespace: 'default',
    });
    return true;
  } catch {
    return false;
  }
}

/** As a column holds it. */
const longestRef = 255;

/**
 * Reference to an entity. Kind and namespace may be left out where the reader says what they are then.
 *
 * @param example - one that would do
 */
export const entityRef = (example: string) =>
  z
    .string()
    .max(longestRef)
    .refine(isEntityRef, {
      error: `Not a reference to an entity, such as ${example}`,
    });
