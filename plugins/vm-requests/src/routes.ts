import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/core-plugin-api';

/** The list of requests. */
export const rootRouteRef = createRouteRef({ id: 'vm-requests' });

/** One request. */
export const requestRouteRef = createSubRouteRef({
  id: 'vm-requests.request',
  parent: rootRouteRef,
  path: '/:id',
});

/** All batches. */
export const batchesRouteRef = createSubRouteRef({
  id: 'vm-requests.batches',
  parent: rootRouteRef,
  path: '/batches',
});

/** Several requests that were asked for at once. */
export const batchRouteRef = createSubRouteRef({
  id: 'vm-requests.batch',
  parent: rootRouteRef,
  path: '/batches/:id',
});

/** Machines that came from requests. */
export const machinesRouteRef = createSubRouteRef({
  id: 'vm-requests.machines',
  parent: rootRouteRef,
  path: '/machines',
});

/** Machines that nobody requested. */
export const adoptionRouteRef = createSubRouteRef({
  id: 'vm-requests.adoption',
  parent: rootRouteRef,
  path: '/adopt',
});

/** What became of a task that ended before it opened a request. */
export const failedTaskRouteRef = createSubRouteRef({
  id: 'vm-requests.failed-task',
  parent: rootRouteRef,
  path: '/tasks/:taskId',
});

/** Where somebody chooses a template, to request a machine. */
export const templatesRouteRef = createExternalRouteRef({
  id: 'vm-requests.create',
  optional: true,
  defaultTarget: 'scaffolder.root',
});

/** The form of a template. */
export const formRouteRef = createExternalRouteRef({
  id: 'vm-requests.form',
  params: ['namespace', 'templateName'],
  optional: true,
  defaultTarget: 'scaffolder.selectedTemplate',
});

/** The task that a template's form starts. */
export const taskRouteRef = createExternalRouteRef({
  id: 'vm-requests.task',
  params: ['taskId'],
  optional: true,
  defaultTarget: 'scaffolder.ongoingTask',
});

/** The page of a machine in the inventory. */
export const machineRouteRef = createExternalRouteRef({
  id: 'vm-requests.machine',
  params: ['source', 'id'],
  optional: true,
  defaultTarget: 'vm-inventory.machine',
});
