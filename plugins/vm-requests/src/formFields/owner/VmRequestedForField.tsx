import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { useLoad } from '@backlot/ui-common';
import { useFormData } from '../formData';
import { usePolicy } from '../usePolicy';
import { groupsOf } from './useOwners';

const schema = makeFieldSchema({ output: z => z.string().optional() });

/** The signed-in user and that user's groups; absent while they are not known, or not needed. */
function useMyRefs(isNeeded: boolean): string[] | undefined {
  const identity = useApi(identityApiRef);
  const catalog = useApi(catalogApiRef);
  const { value } = useLoad(async () => {
    if (!isNeeded) {
      return undefined;
    }
    const { userEntityRef } = await identity.getBackstageIdentity();
    const user = await catalog.getEntityByRef(userEntityRef);
    return [userEntityRef, ...groupsOf(user)];
  }, [isNeeded]);
  return value;
}

/** For whom a machine is requested, for those whom policy lets request for others. */
const VmRequestedForField = (props: typeof schema.TProps) => {
  const form = useFormData(props.formContext);
  const { environment } = usePolicy(form);
  const by = environment?.onBehalf?.by;
  const mine = useMyRefs(by !== undefined);
  const isLet = by?.some(ref => mine?.includes(ref));
  // The scaffolder's own, which every Backstage has.
  const { EntityPicker } = props.registry.fields;
  return isLet ? (
    <EntityPicker
      {...props}
      uiSchema={{
        ...props.uiSchema,
        'ui:options': {
          allowArbitraryValues: false,
          catalogFilter: [{ kind: 'User' }, { kind: 'Group' }],
        },
      }}
    />
  ) : null;
};

export const vmRequestedForField = createFormField({
  name: 'VmRequestedFor',
  component: VmRequestedForField,
  schema,
});
