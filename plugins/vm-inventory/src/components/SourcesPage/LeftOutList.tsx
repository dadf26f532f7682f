import { SourceLeftOut } from '@backlot/plugin-vm-inventory-common';

/** What a source has and the inventory does not show, each with its reason. */
export const LeftOutList = ({ items }: { items: readonly SourceLeftOut[] }) => (
  <ul
    aria-label="Left out"
    style={{ margin: 0, padding: 0, listStyle: 'none' }}
  >
    {items.map(({ reason, objects }) => (
      <li key={reason}>
        {objects.toLocaleString('en-US')} {objects === 1 ? 'object' : 'objects'}
        : {reason}
      </li>
    ))}
  </ul>
);
