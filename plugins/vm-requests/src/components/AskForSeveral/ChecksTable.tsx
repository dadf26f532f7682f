import { Cell, CellText, ColumnConfig, Flex, Table, Text } from '@backstage/ui';
import { TextWithOwners, ToneBadge, wordsOf } from '@backlot/ui-common';
import { OperationPreview } from '@backlot/plugin-vm-requests-common';
import { Check, Checks } from '../../hooks/useChecks';

/** A machine that something is asked for. */
export interface CheckedMachine {
  id: string;
  name: string;
  /** Tells it from others of its name. */
  detail: string;
}

const Verdict = (props: {
  check: Check<OperationPreview>;
  possible: string;
}) => {
  const { value, error } = props.check;
  if (error) {
    return (
      <Flex direction="column" gap="1">
        <ToneBadge tone="warning">Not known</ToneBadge>
        <Text>{wordsOf(error)}</Text>
      </Flex>
    );
  }
  if (!value) {
    return <Text color="secondary">Being checked …</Text>;
  }
  if (value.problems.length > 0) {
    return (
      <Flex direction="column" gap="1">
        <ToneBadge tone="danger">Left out</ToneBadge>
        <Text>{value.problems.join(' ')}</Text>
      </Flex>
    );
  }
  return (
    <Flex direction="column" gap="1">
      <ToneBadge tone="success">{props.possible}</ToneBadge>
      {value.interrupts && <Text weight="bold">{value.interrupts}</Text>}
      <Text color="secondary">
        <TextWithOwners text={value.does.join(' ')} />
      </Text>
    </Flex>
  );
};

/** What would become of each of several machines, or why it is left out. */
export const ChecksTable = (props: {
  machines: CheckedMachine[];
  checks: Checks<OperationPreview>;
  /** E.g. `Can be adopted`. */
  possible: string;
}) => {
  const { machines, checks, possible } = props;
  const columns: ColumnConfig<CheckedMachine>[] = [
    {
      id: 'name',
      label: 'Machine',
      isRowHeader: true,
      cell: ({ name, detail }) => (
        <CellText title={name} description={detail} />
      ),
    },
    {
      id: 'verdict',
      label: 'What will happen',
      defaultWidth: '3fr',
      cell: ({ id }) => (
        <Cell>
          <Verdict check={checks.of(id)} possible={possible} />
        </Cell>
      ),
    },
  ];
  return (
    <Table
      columnConfig={columns}
      data={machines}
      pagination={{ type: 'none' }}
      emptyState={<Text>No machine is chosen.</Text>}
    />
  );
};
