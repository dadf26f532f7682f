import { Text } from '@backstage/ui';
import { Room } from '@backlot/plugin-vm-inventory-common';
import { roomShares } from './roomShares';
import styles from './RoomBar.module.css';

/** Room of one sort as a bar: used, reserved, and what is free. */
export const RoomBar = (props: {
  /** What it is room of, e.g. `Memory`. */
  label: string;
  room: Room;
  format: (amount: number) => string;
}) => {
  const { label, room, format } = props;
  const { used, reserved } = roomShares(room);
  const words = [
    `${format(room.used)} used`,
    ...(room.reserved > 0 ? [`${format(room.reserved)} reserved`] : []),
    `${format(room.free)} free`,
  ].join(', ');
  const percent = (share: number) => `${(share * 100).toFixed(2)}%`;
  return (
    <div className={styles.room}>
      <div
        className={styles.bar}
        role="img"
        aria-label={`${label}: ${words} of ${format(room.allowed)}`}
        data-full={room.allowed > 0 && room.free === 0}
      >
        <span className={styles.used} style={{ width: percent(used) }} />
        <span
          className={styles.reserved}
          style={{ width: percent(reserved) }}
        />
      </div>
      <Text variant="body-small" color="secondary" aria-hidden>
        {words}
      </Text>
    </div>
  );
};
