import { z } from 'zod';
import { capacitySchemas } from './capacitySchemas';
import { freshnessSchemas } from './freshnessSchemas';
import { machineDetailsSchemas } from './machineDetailsSchemas';
import { objectSchemas } from './objectSchemas';
import { placementSchemas } from './placementSchemas';
import { treeSchemas } from './treeSchemas';

export { schemaName } from './objectSchemas';

/**
 * The JSON Schemas of the document by their names, with references between them.
 *
 * @internal
 */
export function jsonSchemas(): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  const named = {
    ...freshnessSchemas,
    ...objectSchemas,
    ...machineDetailsSchemas,
    ...treeSchemas,
    ...capacitySchemas,
    ...placementSchemas,
  };
  for (const [id, schema] of Object.entries(named)) {
    registry.add(schema, { id });
  }
  const { schemas } = z.toJSONSchema(registry, {
    uri: id => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [
      id,
      schema,
    ]),
  );
}
