import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import { Alert, Button, Container, Flex } from '@backstage/ui';
import {
  LoadProblem,
  useDocumentTitle,
  usePages,
  useSettled,
  wordsOf,
} from '@backlot/ui-common';
import {
  MAX_BATCH_ITEMS,
  UnrequestedMachine,
} from '@backlot/plugin-vm-requests-common';
import { UnrequestedQuery, vmRequestsApiRef } from '../../api/VmRequestsApi';
import { AskPage } from '../AskForSeveral/AskPage';
import { ChosenBar } from '../AskForSeveral/ChosenBar';
import { useChosen } from '../AskForSeveral/useChosen';
import { ListHeader } from '../ListHeader';
import { ShowMore } from '../ShowMore';
import { AdoptionForm } from './AdoptionForm';
import { UnrequestedFilter, UnrequestedFilters } from './UnrequestedFilters';
import { keyOf, UnrequestedTable } from './UnrequestedTable';
import { useInventoryPlaces } from './useInventoryPlaces';

const PAGE_SIZE = 100;
const MAX_LIMIT = 500;
const TYPING_MS = 250;

/** The filters in the URL; empty for any. */
function filterOf(parameters: URLSearchParams): UnrequestedFilter {
  const given = (key: keyof UnrequestedFilter) => parameters.get(key) ?? '';
  return {
    search: given('search'),
    source: given('source'),
    folder: given('folder'),
    cluster: given('cluster'),
    guest: given('guest'),
  };
}

/** Those that are set, for the URL. */
function parametersOf(filter: UnrequestedFilter): URLSearchParams {
  return new URLSearchParams(
    Object.entries(filter).filter(([, value]) => value !== ''),
  );
}

/** A place of `<source>/<id>`. */
function placeOf(text: string): { source: string; id: string } | undefined {
  const [, source, id] = /^([^/]+)\/(.+)$/s.exec(text) ?? [];
  return source === undefined ? undefined : { source, id };
}

/** All machines that match, or the first so many. */
async function readAll(
  load: (cursor?: string) => Promise<{
    items: UnrequestedMachine[];
    nextCursor?: string;
  }>,
): Promise<UnrequestedMachine[]> {
  const all: UnrequestedMachine[] = [];
  let cursor: string | undefined;
  do {
    const page = await load(cursor);
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && all.length < MAX_BATCH_ITEMS);
  return all.slice(0, MAX_BATCH_ITEMS);
}

/** Machines that nobody requested, to adopt some of them at once. */
export const AdoptionPage = () => {
  const api = useApi(vmRequestsApiRef);
  const places = useInventoryPlaces();
  const [parameters, setParameters] = useSearchParams();
  const filter = filterOf(parameters);
  const { search, source, folder, cluster, guest } = filter;
  const searched = useSettled(search, TYPING_MS);
  const guestId = useSettled(guest, TYPING_MS);
  const [asking, setAsking] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [problem, setProblem] = useState<Error>();
  useDocumentTitle('Adopt machines');

  const inFolder = placeOf(folder);
  const inCluster = placeOf(cluster);
  const query: UnrequestedQuery = {
    source: inCluster?.source ?? inFolder?.source ?? (source || undefined),
    folder: inFolder?.id,
    cluster: inCluster?.id,
    guestId: guestId || undefined,
    search: searched || undefined,
  };
  const { page, outdated, error, loading, loadMore, reload } = usePages(
    ({ cursor, limit }, signal) =>
      api.getUnrequestedMachines({ ...query, limit, cursor }, { signal }),
    [query],
    { idOf: keyOf, pageSize: PAGE_SIZE, maxLimit: MAX_LIMIT },
  );

  const { items: machines, choose, selection } = useChosen(page?.items, keyOf);

  const chooseAll = async () => {
    setChoosing(true);
    setProblem(undefined);
    try {
      choose(
        await readAll(cursor =>
          api.getUnrequestedMachines({ ...query, limit: MAX_LIMIT, cursor }),
        ),
      );
    } catch (failure) {
      setProblem(failure as Error);
    }
    setChoosing(false);
  };

  if (asking) {
    return (
      <AskPage onBack={() => setAsking(false)}>
        <AdoptionForm machines={machines} />
      </AskPage>
    );
  }
  const isFiltered = Boolean(search || source || folder || cluster || guest);
  return (
    <Container>
      <Flex direction="column" gap="4" py="4">
        <ListHeader title="Adopt machines">
          Machines that are there and that nobody requested. Adopted, they get
          an owner, an environment and a directory, and stay as they are.
        </ListHeader>
        <UnrequestedFilters
          filter={filter}
          onChange={changes =>
            setParameters(parametersOf({ ...filter, ...changes }), {
              replace: true,
            })
          }
          places={places.value}
        />
        {places.error && (
          <LoadProblem
            error={places.error}
            what="the folders and clusters"
            onRetry={places.reload}
          />
        )}
        {error && (
          <LoadProblem
            error={error}
            what="machines that nobody requested"
            onRetry={reload}
          />
        )}
        {page && page.stale.length > 0 && (
          <Alert
            status="warning"
            icon
            title={`Not followed live now: ${page.stale.join(', ')}`}
            description="Machines of it may be missing here, or be there no more, and none of them can be adopted until it answers."
          />
        )}
        <ChosenBar
          count={machines.length}
          label={
            machines.length === 1
              ? 'Adopt 1 machine'
              : `Adopt ${machines.length} machines`
          }
          onAsk={() => setAsking(true)}
          onChooseNone={() => choose([])}
        >
          <Button
            variant="secondary"
            isPending={choosing}
            isDisabled={!page || page.items.length === 0}
            onPress={chooseAll}
          >
            {isFiltered ? 'Choose all that match' : 'Choose all'}
          </Button>
        </ChosenBar>
        {problem && (
          <Alert
            role="alert"
            status="danger"
            icon
            title="Not all could be chosen"
            description={wordsOf(problem)}
          />
        )}
        {(page || !error) && (
          <UnrequestedTable
            machines={page?.items}
            selection={selection}
            isPending={loading}
            isStale={outdated}
            emptyState={
              isFiltered
                ? 'No machine that nobody requested matches these filters.'
                : 'All machines that you may see came from requests.'
            }
          />
        )}
        <ShowMore page={page} isPending={loading} onPress={loadMore} />
      </Flex>
    </Container>
  );
};
