import { createConditionExports } from '@backstage/plugin-permission-node';
import { inventoryObjectPermissionResourceRef } from './resourceRef';
import { inventoryObjectRules } from './rules';

const { conditions, createConditionalDecision } = createConditionExports({
  resourceRef: inventoryObjectPermissionResourceRef,
  rules: inventoryObjectRules,
});

/**
 * Conditions for permission policies, e.g. `inventoryObjectConditions.isInSource({ sources: ['fra'] })`.
 *
 * @public
 */
export const inventoryObjectConditions = conditions;

/**
 * Makes a conditional decision on `vm-inventory.object.read` or `vm-inventory.machine.operate`.
 *
 * @public
 */
export const createInventoryObjectConditionalDecision =
  createConditionalDecision;
