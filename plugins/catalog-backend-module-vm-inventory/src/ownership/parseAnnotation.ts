import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { MachineOwnership } from '@backlot/plugin-vm-inventory-node';

const REQUEST = /^\s*Backlot request:\s*(\S+)\s*$/im;
const OWNER = /^\s*Owner:\s*((?:(?:group|user):)?(?:[\w.-]+\/)?[\w.-]+)\s*$/im;

/**
 * What the text that a machine carries in its source says of it. Machines made by Backlot have
 * lines `Backlot request: <id>` and `Owner: <entity ref>`; anything else is passed over, an owner
 * that is no entity ref of a group or user too.
 *
 * @internal
 */
export function parseAnnotation(
  annotation: string | undefined,
): MachineOwnership {
  const request = REQUEST.exec(annotation ?? '')?.[1];
  const owner = OWNER.exec(annotation ?? '')?.[1];
  return {
    ...(owner && {
      owner: stringifyEntityRef(
        parseEntityRef(owner, {
          defaultKind: 'group',
          defaultNamespace: 'default',
        }),
      ),
    }),
    ...(request && { request }),
  };
}
