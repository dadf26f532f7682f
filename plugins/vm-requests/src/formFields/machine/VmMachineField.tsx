import { useState } from 'react';
import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { Alert, Badge, Flex, Skeleton } from '@backstage/ui';
import FormLabel from '@material-ui/core/FormLabel';
import { FactList, LoadState } from '@backlot/ui-common';
import { LedgerMachineDetail } from '@backlot/plugin-vm-requests-common';
import { Refusal, sizeOf } from '../../components/MachineOperations';
import { FormButton } from '../FormButton';
import { useFormData } from '../formData';
import { ChoicePicker } from '../pickers/ChoicePicker';
import { useMachine } from './useMachine';
import { useOwnMachines } from './useOwnMachines';

const schema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: z =>
    z.object({
      operation: z
        .string()
        .optional()
        .describe('The kind of operation that the form asks for'),
    }),
});

const MachineFacts = ({ machine }: { machine: LedgerMachineDetail }) => (
  <FactList
    facts={[
      [
        'Name',
        <Flex key="name" align="center" gap="2">
          {machine.fqdn}
          {machine.isProtected && <Badge size="small">Protected</Badge>}
        </Flex>,
      ],
      ['Address', machine.address],
      ['Environment', machine.environment],
      [
        'Owner',
        <EntityDisplayName key="owner" entityRef={machine.owner} hideIcon />,
      ],
      ['Purpose', machine.purpose],
      ['Size', machine.hardware && sizeOf(machine.hardware)],
    ]}
  />
);

/** The machine that the form asks something of: the one it began with, or one of one's own. */
const VmMachineField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required, disabled } = props;
  const operation = props.uiSchema?.['ui:options']?.operation;
  useFormData(props.formContext);
  const [isChoosing, setChoosing] = useState(!formData);
  const own = useOwnMachines(isChoosing);
  const asked = useMachine(formData);
  const { value: machine, loading } = asked;
  const offer = machine?.operations.find(({ kind }) => kind === operation);
  const title = props.schema.title ?? 'Machine';
  return (
    <Flex
      direction="column"
      gap="3"
      role={isChoosing ? undefined : 'group'}
      aria-label={isChoosing ? undefined : title}
      aria-busy={loading}
    >
      {isChoosing ? (
        <ChoicePicker
          id={idSchema?.$id ?? 'machine'}
          label={title}
          help={
            props.schema.description ?? 'One of yours, or of one of your groups'
          }
          required={required}
          disabled={disabled}
          value={formData}
          onChange={onChange}
          choices={own.loading ? undefined : own.value}
          problem={own.error}
          onRetry={own.reload}
          invalid={Boolean(rawErrors?.length)}
          autofocus={props.autofocus}
        />
      ) : (
        <Flex justify="between" align="center" gap="3">
          <FormLabel component="div">{title}</FormLabel>
          <FormButton
            disabled={Boolean(disabled)}
            onClick={() => setChoosing(true)}
          >
            Choose another machine
          </FormButton>
        </Flex>
      )}
      {formData && (
        <LoadState loaded={asked} what="the machine">
          <Skeleton height={96} width="100%" />
        </LoadState>
      )}
      {machine && <MachineFacts machine={machine} />}
      {machine && offer?.refusal && (
        <Alert
          role="alert"
          status="warning"
          icon
          title="This cannot be asked of the machine now"
          description={<Refusal machine={machine} words={offer.refusal} />}
        />
      )}
    </Flex>
  );
};

export const vmMachineField = createFormField({
  name: 'VmMachine',
  component: VmMachineField,
  schema,
});
