import { useState } from 'react';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { Alert, Button, Flex } from '@backstage/ui';
import { wordsOf } from '@backlot/ui-common';
import { endStates, VmRequest } from '@backlot/plugin-vm-requests-common';
import { useNavigate } from 'react-router-dom';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { FormPath, formPathWith } from '../../formFields/formData';
import { formRouteRef } from '../../routes';

/**
 * What the form was filled with. A name that a machine has is left to be typed anew, and so is a start,
 * which may be past.
 */
function valuesAgain(
  { lifecycle }: VmRequest,
  { name, startAt: _, ...others }: Record<string, unknown>,
): Record<string, unknown> {
  return lifecycle === 'gone' ? { name, ...others } : others;
}

const FormButton = (props: { request: VmRequest; formPath: FormPath }) => {
  const { request, formPath } = props;
  const api = useApi(vmRequestsApiRef);
  const navigate = useNavigate();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<Error>();
  const open = async () => {
    setPending(true);
    setError(undefined);
    try {
      const { template, values } = await api.getForm(request.id);
      navigate(formPathWith(formPath, template, valuesAgain(request, values)));
    } catch (problem) {
      setError(problem as Error);
      setPending(false);
    }
  };
  return (
    <Flex direction="column" gap="2">
      <Flex>
        <Button variant="secondary" isPending={isPending} onPress={open}>
          Request again
        </Button>
      </Flex>
      {error && (
        <Alert
          role="alert"
          status="danger"
          icon
          title="The form that this was requested with can’t be opened"
          description={wordsOf(error)}
        />
      )}
    </Flex>
  );
};

/** Leads back into the form that a machine was requested with, filled as it was then. */
export const RequestAgain = ({ request }: { request: VmRequest }) => {
  const formPath = useRouteRef(formRouteRef);
  const isOffered =
    request.kind === 'create' && endStates.includes(request.state);
  return isOffered && formPath ? (
    <FormButton request={request} formPath={formPath} />
  ) : null;
};
