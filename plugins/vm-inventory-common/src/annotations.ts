/**
 * Annotation of a catalog entity: the machine's source.
 *
 * @public
 */
export const ANNOTATION_SOURCE = 'backlot.dev/source';

/**
 * Annotation of a catalog entity: the machine's instance UUID within its source.
 *
 * @public
 */
export const ANNOTATION_INSTANCE_UUID = 'backlot.dev/instance-uuid';

/**
 * Annotation of a catalog entity: the request that the machine came from.
 *
 * @public
 */
export const ANNOTATION_REQUEST = 'backlot.dev/request';

/**
 * `spec.type` of the entities of machines.
 *
 * @public
 */
export const ENTITY_TYPE_VIRTUAL_MACHINE = 'virtual-machine';
