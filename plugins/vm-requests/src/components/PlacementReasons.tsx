import { RequestPlacement } from '@backlot/plugin-vm-requests-common';
import { CheckList } from '@backlot/ui-common';

/** Why each candidate was taken or left; the taken ones stand out. */
export const PlacementReasons = (props: { placement: RequestPlacement }) => {
  const { reasons, cluster, datastore } = props.placement;
  return (
    <CheckList
      harmless
      checks={reasons.map(({ id, name, fits, reason }) => {
        const chosen = id === cluster.id || id === datastore.id;
        return {
          key: `${id} ${reason}`,
          ok: fits,
          verdict: verdict(fits, chosen),
          text: reason.includes(name) ? reason : `${name}: ${reason}`,
          strong: chosen,
        };
      })}
    />
  );
};

function verdict(fits: boolean, chosen: boolean): string {
  if (chosen) {
    return 'Chosen';
  }
  return fits ? 'Fits' : 'Does not fit';
}
