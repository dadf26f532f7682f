import { useRef, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import { Alert, Button, Container, Flex, Text } from '@backstage/ui';
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
import { ListHeader } from '../BatchChecks/ListHeader';
import { useShowBatch } from '../BatchChecks/useShowBatch';
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
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const showBatch = useShowBatch();
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

  // What was chosen stays so when other filters show others.
  const known = useRef(new Map<string, UnrequestedMachine>());
  page?.items.forEach(machine => known.current.set(keyOf(machine), machine));
  const machines = [...chosen].flatMap(key => known.current.get(key) ?? []);

  const chooseAll = async () => {
    setChoosing(true);
    setProblem(undefined);
    try {
      const all = await readAll(cursor =>
        api.getUnrequestedMachines({ ...query, limit: MAX_LIMIT, cursor }),
      );
      all.forEach(machine => known.current.set(keyOf(machine), machine));
      setChosen(new Set(all.map(keyOf)));
    } catch (failure) {
      setProblem(failure as Error);
    }
    setChoosing(false);
  };

  if (asking) {
    return (
      <Container>
        <Flex direction="column" gap="4" py="4">
          <AdoptionForm
            machines={machines}
            onBack={() => setAsking(false)}
            onRequested={showBatch}
          />
        </Flex>
      </Container>
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
        <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
          <Button
            variant="primary"
            isDisabled={
              machines.length === 0 || machines.length > MAX_BATCH_ITEMS
            }
            onPress={() => setAsking(true)}
          >
            {machines.length === 1
              ? 'Adopt 1 machine'
              : `Adopt ${machines.length} machines`}
          </Button>
          <Button
            variant="secondary"
            isPending={choosing}
            isDisabled={!page || page.items.length === 0}
            onPress={chooseAll}
          >
            {isFiltered ? 'Choose all that match' : 'Choose all'}
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
            chosen={chosen}
            onChoose={setChosen}
            isPending={loading}
            isStale={outdated}
            emptyState={
              isFiltered
                ? 'No machine that nobody requested matches these filters.'
                : 'All machines that you may see came from requests.'
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
