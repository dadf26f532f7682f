import { PermissionCriteria } from '@backstage/plugin-permission-common';

/** One condition of a conditional decision, as a query. */
export interface RequestCondition {
  field: 'requestedBy' | 'owner' | 'environment';
  values: string[];
}

/** A conditional decision, as a query. */
export type RequestFilter = PermissionCriteria<RequestCondition>;
