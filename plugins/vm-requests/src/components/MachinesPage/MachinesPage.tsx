import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Container, Flex, Select, Switch } from '@backstage/ui';
import {
  FilterBar,
  LoadProblem,
  useDocumentTitle,
  useLoad,
  usePages,
  useUrlState,
} from '@backlot/ui-common';
import { LedgerMachine } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { AskPage } from '../AskForSeveral/AskPage';
import { ChosenBar } from '../AskForSeveral/ChosenBar';
import { useChosen } from '../AskForSeveral/useChosen';
import { ListHeader } from '../ListHeader';
import { ShowMore } from '../ShowMore';
import { MachinesTable } from './MachinesTable';
import { UpgradeForm } from './UpgradeForm';

const FIRST_PAGE_SIZE = 25;
const PAGE_SIZE = 100;
const MAX_LIMIT = 500;
const any = 'any';
const idOf = ({ id }: LedgerMachine) => id;

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
  const [asking, setAsking] = useState(false);
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
      idOf,
      firstPageSize: FIRST_PAGE_SIZE,
      pageSize: PAGE_SIZE,
      maxLimit: MAX_LIMIT,
    },
  );
  const { items: machines, choose, selection } = useChosen(page?.items, idOf);

  if (asking) {
    return (
      <AskPage onBack={() => setAsking(false)}>
        <UpgradeForm machines={machines} />
      </AskPage>
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
        <FilterBar>
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
        </FilterBar>
        {error && (
          <LoadProblem error={error} what="the machines" onRetry={reload} />
        )}
        <ChosenBar
          count={machines.length}
          label={
            machines.length === 1
              ? 'Upgrade 1 machine'
              : `Upgrade ${machines.length} machines in turn`
          }
          onAsk={() => setAsking(true)}
          onChooseNone={() => choose([])}
        />
        {(page || !error) && (
          <MachinesTable
            machines={page?.items}
            selection={selection}
            isPending={loading}
            isStale={outdated}
            emptyState={
              onlyOutdated || environment || blueprint
                ? 'No machine matches these filters.'
                : 'There is no machine yet that came from a request.'
            }
          />
        )}
        <ShowMore page={page} isPending={loading} onPress={loadMore} />
      </Flex>
    </Container>
  );
};
