import { Children, ReactNode } from 'react';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { Container, Flex, Link, Skeleton, Text } from '@backstage/ui';
import { Machine } from '@backlot/plugin-vm-inventory-common';
import {
  MachineProvider,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import {
  LoadProblem,
  useDocumentTitle,
  useEvery,
  useLoad,
} from '@backlot/ui-common';
import { rootRouteRef } from '../../routes';
import { FreshnessAlert } from '../FreshnessAlert';
import { MachineOperationsCards } from '../MachineOperations/MachineOperationsCards';
import { PowerBadge } from '../PowerBadge';
import { DetailsCards } from './DetailsCards';
import { HardwareCard } from './HardwareCard';
import { IdentityCard } from './IdentityCard';
import { NoteCard } from './NoteCard';
import { PlaceCard } from './PlaceCard';
import { StorageCard } from './StorageCard';
import { useNames } from './useNames';
import styles from './MachinePage.module.css';

const REFRESH_MS = 15_000;

const Cards = ({ machine }: { machine: Machine }) => {
  const names = useNames(machine);
  return (
    <div className={styles.cards}>
      <HardwareCard machine={machine} />
      <PlaceCard machine={machine} />
      <StorageCard machine={machine} names={names} />
      <IdentityCard machine={machine} />
      <DetailsCards machine={machine} names={names.value} />
      <NoteCard note={machine.annotation} />
    </div>
  );
};

/**
 * One machine: what the inventory knows of it now, and what its source says of it.
 *
 * @param props - `cards` are other plugins'
 */
export const MachinePage = (props: {
  source: string;
  id: string;
  cards?: ReactNode[];
}) => {
  const { source, id, cards } = props;
  const api = useApi(vmInventoryApiRef);
  const listPath = useRouteRef(rootRouteRef);
  const { value, error, reload } = useLoad(
    signal => api.get('machine', { source, id }, { signal }),
    [source, id],
  );
  useEvery(REFRESH_MS, reload);
  useDocumentTitle(value?.name.trim(), 'Virtual machines');

  return (
    <Container>
      <Flex direction="column" gap="4" py="4">
        <Link href={listPath()} standalone>
          ← All machines
        </Link>
        {error && (
          <LoadProblem
            error={error}
            what={`machine ${id} of source ${source}`}
            onRetry={reload}
          />
        )}
        {!value && !error && (
          <Flex
            direction="column"
            gap="4"
            role="status"
            aria-label="Loading the machine"
          >
            <Skeleton height={32} width={240} />
            <Skeleton height={240} />
          </Flex>
        )}
        {value && (
          <>
            <Flex align="center" gap="3">
              <Text as="h2" variant="title-medium" weight="bold">
                {value.name}
              </Text>
              <PowerBadge machine={value} />
            </Flex>
            <FreshnessAlert freshness={value.freshness} />
            <Cards machine={value} />
            <MachineProvider machine={value}>
              {Children.toArray(cards)}
            </MachineProvider>
            <MachineOperationsCards machine={value} onChange={reload} />
          </>
        )}
      </Flex>
    </Container>
  );
};
