import { Text, VisuallyHidden } from '@backstage/ui';
import { RequestPlacement } from '@backlot/plugin-vm-requests-common';
import styles from './PlacementReasons.module.css';

/** Why each candidate was taken or left. */
export const PlacementReasons = (props: {
  reasons: RequestPlacement['reasons'];
}) => (
  <ul className={styles.reasons}>
    {props.reasons.map(({ id, name, fits, reason }) => (
      <li key={`${id} ${reason}`}>
        <span className={fits ? styles.fits : styles.unfit} aria-hidden>
          {fits ? '✓' : '✕'}
        </span>
        <Text variant="body-small" color={fits ? 'primary' : 'secondary'}>
          <VisuallyHidden>{fits ? 'Fits: ' : 'Does not fit: '}</VisuallyHidden>
          {reason.includes(name) ? reason : `${name}: ${reason}`}
        </Text>
      </li>
    ))}
  </ul>
);
