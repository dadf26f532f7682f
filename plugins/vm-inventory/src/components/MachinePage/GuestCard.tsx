import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { FactList, InfoCard } from '@backlot/ui-common';
import { describeTools } from './describeTools';

const firmwares = { bios: 'BIOS', efi: 'EFI' };

/** What runs in the machine, and the hypervisor's tools in it. */
export const GuestCard = ({ details }: { details: MachineDetails }) => {
  const { guest, tools, hardwareVersion, firmware } = details;
  return (
    <InfoCard title="Guest and tools">
      <FactList
        facts={[
          ['Guest', guest.fullName],
          ['Host name', guest.hostName],
          [
            'Tools',
            tools ? describeTools(tools) : 'Not reported by the source',
          ],
          ['Firmware', firmware && firmwares[firmware]],
          ['Hardware version', hardwareVersion],
        ]}
      />
    </InfoCard>
  );
};
