import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Alert, Button, Flex } from '@backstage/ui';
import { wordsOf } from '@backlot/ui-common';
import { RequestBatch } from '@backlot/plugin-vm-requests-common';
import { batchRouteRef } from '../../routes';

/** A key of 128 bits; `crypto.randomUUID` is there only where pages are served by HTTPS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** Sends what is asked for of several machines, and goes to its batch; or says why it was refused. */
export const SendBatch = (props: {
  label: string;
  isDisabled: boolean;
  /** Gets the same key each time: what is sent again makes no second batch. */
  send: (idempotencyKey: string) => Promise<RequestBatch>;
  /** E.g. `The upgrades could not be requested`. */
  refused: string;
}) => {
  const { label, isDisabled, send, refused } = props;
  const key = useRef<string>();
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Error>();
  const navigate = useNavigate();
  const batchPath = useRouteRef(batchRouteRef);
  const onPress = async () => {
    setSending(true);
    setRefusal(undefined);
    try {
      const { id } = await send((key.current ??= newKey()));
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
