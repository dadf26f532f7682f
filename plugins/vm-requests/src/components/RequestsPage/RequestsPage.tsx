import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import {
  ButtonLink,
  Container,
  Flex,
  SearchField,
  Select,
} from '@backstage/ui';
import {
  LoadProblem,
  usePages,
  useSettled,
  useUrlState,
  useDocumentTitle,
} from '@backlot/ui-common';
import { VmRequestSummary } from '@backlot/plugin-vm-requests-common';
import { VmRequestQuery, vmRequestsApiRef } from '../../api/VmRequestsApi';
import { useChanges } from '../../hooks/useChanges';
import {
  adoptionRouteRef,
  batchesRouteRef,
  machinesRouteRef,
} from '../../routes';
import { ShowMore } from '../ShowMore';
import { RequestsTable } from './RequestsTable';
import { StateFilter } from './StateFilter';
import { stateGroups } from './stateGroups';
import { useRequestFormPath } from './useRequestFormPath';

const FIRST_PAGE_SIZE = 25;
const PAGE_SIZE = 50;
const MAX_LIMIT = 200;
const TYPING_MS = 250;

const mineOptions: {
  value: NonNullable<VmRequestQuery['mine']> | 'everybody';
  label: string;
}[] = [
  { value: 'everybody', label: "Everybody's" },
  { value: 'requested', label: 'Requested by me' },
  { value: 'for-me', label: 'Made for me by others' },
  { value: 'owned', label: 'Owned by my teams' },
  { value: 'decide', label: 'Waiting for me' },
];

function mineOf(text: string): VmRequestQuery['mine'] {
  const chosen = mineOptions.find(({ value }) => value === text)?.value;
  return chosen === 'everybody' ? undefined : chosen;
}

function emptyStateOf(list: { filtered: boolean; goesOn: boolean }): string {
  if (list.goesOn) {
    return 'None of the newest requests matches these filters. Show more looks at older ones.';
  }
  return list.filtered
    ? 'No request matches these filters.'
    : 'Nobody has requested a machine yet.';
}

/** All requests that one may see, with filters that live in the URL. */
export const RequestsPage = () => {
  const api = useApi(vmRequestsApiRef);
  const formPath = useRequestFormPath();
  const batchesPath = useRouteRef(batchesRouteRef)();
  const machinesPath = useRouteRef(machinesRouteRef)();
  const adoptionPath = useRouteRef(adoptionRouteRef)();
  const [state, setState] = useUrlState('state');
  const [search, setSearch] = useUrlState('search');
  const [mineText, setMine] = useUrlState('mine');
  const searched = useSettled(search, TYPING_MS);
  const group = stateGroups.get(state);
  const mine = mineOf(mineText);

  const { page, outdated, error, loading, loadMore, reload } = usePages(
    ({ cursor, limit }, signal) =>
      api.list(
        {
          state: group?.states,
          waitsFor: group?.waitsFor,
          search: searched,
          mine,
          limit,
          cursor,
        },
        { signal },
      ),
    [group, searched, mine],
    {
      idOf: (item: VmRequestSummary) => item.id,
      firstPageSize: FIRST_PAGE_SIZE,
      pageSize: PAGE_SIZE,
      maxLimit: MAX_LIMIT,
    },
  );
  useChanges(reload, { active: true });
  useDocumentTitle('VM requests');

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
            value={group ? state : ''}
            counts={page}
            onChange={setState}
          />
          <Flex gap="2" align="end" style={{ flexWrap: 'wrap' }}>
            <Select
              aria-label="Whose"
              options={mineOptions}
              value={mine ?? 'everybody'}
              onChange={key => setMine(mineOf(String(key)) ?? '')}
            />
            <SearchField
              aria-label="Search requests"
              placeholder="Name, address or id"
              value={search}
              onChange={setSearch}
            />
            <ButtonLink href={batchesPath} variant="secondary">
              Batches
            </ButtonLink>
            <ButtonLink href={machinesPath} variant="secondary">
              Machines
            </ButtonLink>
            <ButtonLink href={adoptionPath} variant="secondary">
              Adopt machines
            </ButtonLink>
            {formPath && (
              <ButtonLink href={formPath} variant="primary">
                Request a machine
              </ButtonLink>
            )}
          </Flex>
        </Flex>
        {error && (
          <LoadProblem error={error} what="the requests" onRetry={reload} />
        )}
        {(page || !error) && (
          <RequestsTable
            items={page?.items}
            isPending={loading}
            isStale={outdated}
            emptyState={emptyStateOf({
              filtered: Boolean(group || search || mine),
              goesOn: page?.nextCursor !== undefined,
            })}
          />
        )}
        <ShowMore
          page={page}
          total={page?.atLeast ? undefined : page?.total}
          isPending={loading}
          onPress={loadMore}
        />
      </Flex>
    </Container>
  );
};
