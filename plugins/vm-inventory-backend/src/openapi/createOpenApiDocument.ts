import {
  assembleOpenApiDocument,
  OpenApiDocument,
} from '@backlot/backend-common/openapi';
import { capacityPaths } from './paths/capacityPaths';
import { macAddressesPaths } from './paths/macAddressesPaths';
import { machineDetailsPaths } from './paths/machineDetailsPaths';
import { machineOperationPaths } from './paths/machineOperationPaths';
import { objectPaths } from './paths/objectPaths';
import { placementPaths } from './paths/placementPaths';
import { sourcePaths } from './paths/sourcePaths';
import { treePaths } from './paths/treePaths';
import { namedSchemas } from './schemas';

/**
 * The OpenAPI 3.1 document of the REST API: paths as they are mounted, answers by the types that
 * they have in `@backlot/plugin-vm-inventory-common`. A test holds it against both.
 *
 * @internal
 */
export function createOpenApiDocument(): OpenApiDocument {
  return assembleOpenApiDocument({
    pluginId: 'vm-inventory',
    description:
      'Virtual machines and what they run on, as far as the caller may see them. Answers may get more fields within this version.',
    paths: {
      ...objectPaths(),
      ...machineDetailsPaths,
      ...machineOperationPaths,
      ...macAddressesPaths,
      ...treePaths,
      ...capacityPaths,
      ...placementPaths,
      ...sourcePaths,
    },
    schemas: namedSchemas(),
    ownRoute: { tags: ['Sources'] },
  });
}
