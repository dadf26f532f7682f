import { endStates, VmRequest } from '@backlot/plugin-vm-requests-common';
import { InfoCard } from '@backlot/ui-common';
import { OperationWords } from '../OperationWords';

/** What a request will do to the machine that it is about; of one that is done another card says it. */
export const ChangeCard = ({ request }: { request: VmRequest }) => {
  const { change, state } = request;
  if (!change || state === 'done') {
    return null;
  }
  const isOver = endStates.includes(state) || state === 'undoing';
  return (
    <InfoCard title={isOver ? 'What was asked for' : 'What will happen'}>
      <OperationWords
        does={change.does}
        interrupts={isOver ? undefined : change.interrupts}
      />
    </InfoCard>
  );
};
