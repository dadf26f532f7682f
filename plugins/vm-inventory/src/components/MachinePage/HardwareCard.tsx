import { Machine } from '@backlot/plugin-vm-inventory-common';
import { FactList, formatMib, InfoCard } from '@backlot/ui-common';
import { describeConnection } from '../connections';
import { lastKnownPower, PowerBadge } from '../PowerBadge';

/** What the machine is made of, and whether it runs. */
export const HardwareCard = ({ machine }: { machine: Machine }) => (
  <InfoCard title="Hardware">
    <FactList
      facts={[
        [
          'Power',
          lastKnownPower(machine) ?? (
            <PowerBadge key="power" machine={machine} />
          ),
        ],
        ['Connection', describeConnection(machine)],
        ['CPUs', machine.cpus],
        [
          'Memory',
          machine.memoryMib === undefined
            ? undefined
            : formatMib(machine.memoryMib),
        ],
        ['Operating system', machine.guestId],
        ['Address', machine.ipAddress],
      ]}
    />
  </InfoCard>
);
