import { useState } from 'react';
import { parseEntityRef } from '@backstage/catalog-model';
import { RouteFunc, useApi, useRouteRef } from '@backstage/core-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { Alert, Button, Flex } from '@backstage/ui';
import { wordsOf } from '@backlot/ui-common';
import { endStates, VmRequest } from '@backlot/plugin-vm-requests-common';
import { useNavigate } from 'react-router-dom';
import { formPathWith } from '../../formFields/formData';
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

const FormButton = (props: {
  request: VmRequest;
  taskId: string;
  formPath: RouteFunc<{ namespace: string; templateName: string }>;
}) => {
  const { request, taskId, formPath } = props;
  const scaffolder = useApi(scaffolderApiRef);
  const navigate = useNavigate();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<Error>();
  const open = async () => {
    setPending(true);
    setError(undefined);
    try {
      const { spec } = await scaffolder.getTask(taskId);
      if (!spec.templateInfo) {
        throw new NotFoundError(
          `Task ${taskId} does not say which template it was made from. Choose one on the Create page.`,
        );
      }
      const { namespace, name } = parseEntityRef(spec.templateInfo.entityRef);
      navigate(
        formPathWith(
          formPath({ namespace, templateName: name }),
          valuesAgain(request, spec.parameters),
        ),
      );
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
  const task = request.tasks.find(({ purpose }) => purpose === 'prepare');
  const isOffered =
    request.kind === 'create' && endStates.includes(request.state);
  return isOffered && task && formPath ? (
    <FormButton request={request} taskId={task.id} formPath={formPath} />
  ) : null;
};
