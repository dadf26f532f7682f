import { Room } from '@backlot/plugin-vm-inventory-common';

/** How much of something is given away, kept and free, as a bar with words beside it. */
export const CapacityBar = (props: {
  label: string;
  room: Room;
  format: (amount: number) => string;
}) => {
  const { label, room, format } = props;
  const share = (amount: number) =>
    `${room.allowed > 0 ? Math.min(100, (amount / room.allowed) * 100) : 0}%`;
  return (
    <div style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
      <span style={{ width: 64 }}>{label}</span>
      <span
        aria-hidden
        style={{
          display: 'flex',
          flex: '0 0 120px',
          height: 8,
          borderRadius: 4,
          overflow: 'hidden',
          background: 'rgba(128, 128, 128, 0.25)',
        }}
      >
        <span style={{ width: share(room.used), background: '#4a6fa5' }} />
        <span style={{ width: share(room.reserved), background: '#d9a441' }} />
      </span>
      <span>{`${format(room.free)} of ${format(room.allowed)} free`}</span>
    </div>
  );
};
