import { Loaded } from '@backlot/ui-common';
import { useOwners } from '../owner/useOwners';
import { Choice } from '../pickers/ChoicePicker';
import { ChosenPolicy } from '../usePolicy';

/** What the signed-in user may choose from, in words. */
export const adoptionOwnerHelp =
  'One of your groups, or you; any group where you approve machines';

/** For whom the signed-in user may adopt machines in an environment: any group, where they decide there. */
export function useAdoptionOwners(
  chosen: Pick<ChosenPolicy, 'policy' | 'environment' | 'error' | 'reload'>,
): Loaded<Choice[]> {
  const { policy, environment, error, reload } = chosen;
  const owners = useOwners(undefined, [
    ...(policy?.platformTeam ?? []),
    ...(environment?.approval.approvers ?? []),
  ]);
  // Nobody knows yet whether more can be chosen, and what was chosen would be taken back.
  return policy ? owners : { loading: !error, error, reload };
}
