import { Text, VisuallyHidden } from '@backstage/ui';
import { RequestPlacement } from '@backlot/plugin-vm-requests-common';
import styles from './PlacementReasons.module.css';

/** Why each candidate was taken or left; the taken ones stand out. */
export const PlacementReasons = (props: { placement: RequestPlacement }) => {
  const { reasons, cluster, datastore } = props.placement;
  return (
    <ul className={styles.reasons}>
      {reasons.map(({ id, name, fits, reason }) => {
        const chosen = id === cluster.id || id === datastore.id;
        return (
          <li key={`${id} ${reason}`}>
            <span className={fits ? styles.fits : styles.unfit} aria-hidden>
              {fits ? '✓' : '✕'}
            </span>
            <Text
              variant="body-small"
              weight={chosen ? 'bold' : 'regular'}
              color={fits ? 'primary' : 'secondary'}
            >
              <VisuallyHidden>{verdict(fits, chosen)}</VisuallyHidden>
              {reason.includes(name) ? reason : `${name}: ${reason}`}
            </Text>
          </li>
        );
      })}
    </ul>
  );
};

function verdict(fits: boolean, chosen: boolean): string {
  if (chosen) {
    return 'Chosen: ';
  }
  return fits ? 'Fits: ' : 'Does not fit: ';
}
