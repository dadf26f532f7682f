import { jsonSchemas } from '@backlot/backend-common/openapi';
import { capacitySchemas } from './capacitySchemas';
import { catalogInputs, freshnessSchemas } from './freshnessSchemas';
import { machineDetailsSchemas } from './machineDetailsSchemas';
import {
  machineOperationInputs,
  machineOperationSchemas,
} from './machineOperationSchemas';
import { objectSchemas } from './objectSchemas';
import { placementInputs, placementSchemas } from './placementSchemas';
import { treeSchemas } from './treeSchemas';

export { schemaName } from './objectSchemas';

/**
 * The JSON Schemas of the document by their names.
 *
 * @internal
 */
export function namedSchemas(): Record<string, object> {
  return jsonSchemas({
    answers: {
      ...freshnessSchemas,
      ...objectSchemas,
      ...machineDetailsSchemas,
      ...machineOperationSchemas,
      ...treeSchemas,
      ...capacitySchemas,
      ...placementSchemas,
    },
    inputs: {
      ...catalogInputs,
      ...placementInputs,
      ...machineOperationInputs,
    },
  });
}
