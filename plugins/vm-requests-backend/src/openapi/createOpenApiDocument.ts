import {
  asksFor,
  assembleOpenApiDocument,
  OpenApiDocument,
} from '@backlot/backend-common/openapi';
import { vmRequestReadPermission } from '@backlot/plugin-vm-requests-common';
import { batchPaths } from './paths/batchPaths';
import { decisionPaths } from './paths/decisionPaths';
import { formPaths } from './paths/formPaths';
import { machineRulesPaths } from './paths/machineRulesPaths';
import { peerPaths } from './paths/peerPaths';
import { denied } from './paths/reasons';
import { requestPaths } from './paths/requestPaths';
import { stepPaths } from './paths/stepPaths';
import { unrequestedPaths } from './paths/unrequestedPaths';
import { createSchemas } from './schemas';

/**
 * The OpenAPI 3.1 document of the REST API: paths as they are mounted, inputs by the schemas that
 * routes read them with, answers by the schemas that their types are inferred from. A test holds it
 * against the routes and what they answer.
 */
export function createOpenApiDocument(): OpenApiDocument {
  return assembleOpenApiDocument({
    pluginId: 'vm-requests',
    description:
      'Requests for virtual machines, as far as the caller may see them. Where an operation asks for a permission, its security names it. Answers may get more fields within this version.',
    paths: {
      ...requestPaths,
      ...decisionPaths,
      ...batchPaths,
      ...formPaths,
      ...machineRulesPaths,
      ...peerPaths,
      ...stepPaths,
      ...unrequestedPaths,
    },
    schemas: createSchemas(),
    ownRoute: {
      tags: ['Requests'],
      security: asksFor(vmRequestReadPermission),
      reasons: { 403: denied },
    },
  });
}
