import { useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Button, Container, Flex, Select, Switch, Text } from '@backstage/ui';
import {
  LoadProblem,
  useDocumentTitle,
  useLoad,
  usePages,
  useUrlState,
} from '@backlot/ui-common';
import {
  LedgerMachine,
  MAX_BATCH_ITEMS,
} from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { ListHeader } from '../BatchChecks/ListHeader';
import { useShowBatch } from '../BatchChecks/useShowBatch';
import { MachinesTable } from './MachinesTable';
import { UpgradeForm } from './UpgradeForm';

const PAGE_SIZE = 100;
const MAX_LIMIT = 500;
const any = 'any';

/** What was chosen; empty for any. */
function given(key: unknown): string {
  return key === null || key === any ? '' : String(key);
}

/** Machines that came from requests, to upgrade some of them in turn. */
export const MachinesPage = () => {
  const api = useApi(vmRequestsApiRef);
  const [environment, setEnvironment] = useUrlState('environment');
  const [blueprint, setBlueprint] = useUrlState('blueprint');
  const [outdatedText, setOutdated] = useUrlState('outdated');
  const onlyOutdated = outdatedText === 'true';
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const showBatch = useShowBatch();
  useDocumentTitle('Machines');
  const { value: policy } = useLoad(signal => api.getPolicy({ signal }), []);
  const { page, outdated, error, loading, loadMore, reload } = usePages(
    ({ cursor, limit }, signal) =>
      api.listMachines(
        {
          environment: environment || undefined,
          blueprint: blueprint || undefined,
          outdated: onlyOutdated || undefined,
          limit,
          cursor,
        },
        { signal },
      ),
    [environment, blueprint, onlyOutdated],
    {
      idOf: (machine: LedgerMachine) => machine.id,
      pageSize: PAGE_SIZE,
      maxLimit: MAX_LIMIT,
    },
  );
  const known = useRef(new Map<string, LedgerMachine>());
  page?.items.forEach(machine => known.current.set(machine.id, machine));
  const machines = [...chosen].flatMap(id => known.current.get(id) ?? []);

  if (asking) {
    return (
      <Container>
        <Flex direction="column" gap="4" py="4">
          <UpgradeForm
            machines={machines}
            onBack={() => setAsking(false)}
            onRequested={showBatch}
          />
        </Flex>
      </Container>
    );
  }
  const titles = (named: Record<string, { title: string }> = {}) =>
    Object.entries(named).map(([value, { title }]) => ({
      value,
      label: title,
    }));
  return (
    <Container>
      <Flex direction="column" gap="4" py="4">
        <ListHeader title="Machines">
          Machines that came from requests, with the versions that Terraform
          manages them with.
        </ListHeader>
        <Flex gap="4" align="end" style={{ flexWrap: 'wrap' }}>
          <Select
            aria-label="Environment"
            options={[
              { value: any, label: 'Any environment' },
              ...titles(policy?.environments),
            ]}
            value={environment || any}
            onChange={key => setEnvironment(given(key))}
          />
          <Select
            aria-label="Blueprint"
            options={[
              { value: any, label: 'Any blueprint' },
              ...titles(policy?.blueprints),
            ]}
            value={blueprint || any}
            onChange={key => setBlueprint(given(key))}
          />
          <Switch
            label="On an old module or provider"
            isSelected={onlyOutdated}
            onChange={isSelected => setOutdated(isSelected ? 'true' : '')}
          />
        </Flex>
        {error && (
          <LoadProblem error={error} what="the machines" onRetry={reload} />
        )}
        <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
          <Button
            variant="primary"
            isDisabled={
              machines.length === 0 || machines.length > MAX_BATCH_ITEMS
            }
            onPress={() => setAsking(true)}
          >
            {machines.length === 1
              ? 'Upgrade 1 machine'
              : `Upgrade ${machines.length} machines in turn`}
          </Button>
          {chosen.size > 0 && (
            <Button variant="tertiary" onPress={() => setChosen(new Set())}>
              Choose none
            </Button>
          )}
          <Flex role="status">
            <Text color="secondary">
              {`${chosen.size} chosen, ${MAX_BATCH_ITEMS} at most`}
            </Text>
          </Flex>
        </Flex>
        {(page || !error) && (
          <MachinesTable
            machines={page?.items}
            chosen={chosen}
            onChoose={setChosen}
            isPending={loading}
            isStale={outdated}
            emptyState={
              onlyOutdated || environment || blueprint
                ? 'No machine matches these filters.'
                : 'There is no machine yet that came from a request.'
            }
          />
        )}
        {page?.nextCursor && (
          <Flex justify="center">
            <Button variant="secondary" isPending={loading} onPress={loadMore}>
              {`Show more (${page.items.length} so far)`}
            </Button>
          </Flex>
        )}
      </Flex>
    </Container>
  );
};
