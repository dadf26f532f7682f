import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  Button,
  ButtonLink,
  Container,
  Flex,
  SearchField,
  Select,
} from '@backstage/ui';
import {
  LoadProblem,
  useLoad,
  useUrlState,
} from '@backlot/plugin-vm-inventory-react';
import { VmRequestSummary } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { useChanges } from '../../hooks/useChanges';
import { RequestsTable } from './RequestsTable';
import { StateFilter, stateGroups } from './StateFilter';

const PAGE_SIZE = 50;

const mineOptions = [
  { value: 'everybody', label: "Everybody's" },
  { value: 'requested', label: 'Requested by me' },
  { value: 'owned', label: 'Owned by my teams' },
  { value: 'decide', label: 'Waiting for me' },
];

/** All requests that one may see, with filters that live in the URL. */
export const RequestsPage = () => {
  const api = useApi(vmRequestsApiRef);
  const [state, setState] = useUrlState('state');
  const [search, setSearch] = useUrlState('search');
  const [mine, setMine] = useUrlState('mine');
  const [limit, setLimit] = useState(PAGE_SIZE);

  const { value, error, loading, reload } = useLoad(
    signal =>
      api.list(
        {
          state: stateGroups[state]?.states,
          search,
          mine: mine ? (mine as 'requested' | 'owned' | 'decide') : undefined,
          limit,
        },
        { signal },
      ),
    [state, search, mine, limit],
  );
  useChanges(reload, { active: true });

  const filtered = Boolean(state || search || mine);
  return (
    <Container>
      <Flex direction="column" gap="4" py="4">
        <Flex
          justify="between"
          align="end"
          gap="4"
          style={{ flexWrap: 'wrap' }}
        >
          <StateFilter
            value={state}
            byState={value?.byState}
            onChange={setState}
          />
          <Flex gap="2" align="end">
            <Select
              aria-label="Whose"
              options={mineOptions}
              value={mine || 'everybody'}
              onChange={key =>
                setMine(key === 'everybody' ? '' : String(key ?? ''))
              }
            />
            <SearchField
              aria-label="Search requests"
              placeholder="Name, address or id"
              value={search}
              onChange={setSearch}
            />
            <ButtonLink href="/create" variant="primary">
              Request a machine
            </ButtonLink>
          </Flex>
        </Flex>
        {error && (
          <LoadProblem error={error} what="the requests" onRetry={reload} />
        )}
        {(value || !error) && (
          <RequestsTable
            items={value?.items as VmRequestSummary[] | undefined}
            isPending={loading}
            emptyState={
              filtered
                ? 'No request matches these filters.'
                : 'Nobody has requested a machine yet.'
            }
          />
        )}
        {value?.nextCursor && (
          <Flex justify="center">
            <Button
              variant="secondary"
              isPending={loading}
              onPress={() => setLimit(limit + PAGE_SIZE)}
            >
              {`Show more (${value.items.length} of ${value.total})`}
            </Button>
          </Flex>
        )}
      </Flex>
    </Container>
  );
};
