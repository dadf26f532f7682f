import { VmRequestSummary } from '@backlot/plugin-vm-requests-common';
import { ToneBadge } from '@backlot/ui-common';
import { stateWords, waitWords } from './stateWords';

/** Where a request stands in a word, in its colour; of one that stands still, what it waits for. */
export const StateBadge = (props: {
  request: Pick<VmRequestSummary, 'state' | 'wait'>;
}) => {
  const { state, wait } = props.request;
  const { label, tone } = wait ? waitWords[wait.for] : stateWords[state];
  return (
    <ToneBadge
      tone={tone}
      variant="pill"
      data-state={state}
      data-waits-for={wait?.for}
    >
      {label}
    </ToneBadge>
  );
};
