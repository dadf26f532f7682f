import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Alert, Button, Flex } from '@backstage/ui';
import { wordsOf } from '@backlot/ui-common';
import { RequestBatch } from '@backlot/plugin-vm-requests-common';
import { batchRouteRef } from '../../routes';

/** Sends what is asked for of several machines, and goes to its batch; or says why it was refused. */
export const SendBatch = (props: {
  label: string;
  isDisabled: boolean;
  send: () => Promise<RequestBatch>;
  /** E.g. `The upgrades could not be requested`. */
  refused: string;
}) => {
  const { label, isDisabled, send, refused } = props;
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Error>();
  const navigate = useNavigate();
  const batchPath = useRouteRef(batchRouteRef);
  const onPress = async () => {
    setSending(true);
    setRefusal(undefined);
    try {
      const { id } = await send();
      navigate(batchPath({ id }));
    } catch (problem) {
      setRefusal(problem as Error);
      setSending(false);
    }
  };
  return (
    <>
      {refusal && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={refused}
          description={wordsOf(refusal)}
        />
      )}
      <Flex>
        <Button
          variant="primary"
          isPending={sending}
          isDisabled={isDisabled}
          onPress={onPress}
        >
          {label}
        </Button>
      </Flex>
    </>
  );
};
