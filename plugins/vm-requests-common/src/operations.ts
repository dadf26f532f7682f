/**
 * What a request does to its machine.
 *
 * - `create`: makes it.
 * - `decommission`: ends it, and gives back its name and address.
 *
 * @public
 */
export type OperationKind = 'create' | 'decommission';
