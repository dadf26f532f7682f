import { useRouteRef } from '@backstage/core-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import { BatchItem } from '@backlot/plugin-vm-requests-common';
import { requestRouteRef } from '../../routes';
import { byDoings, SameDoings } from './batchWords';
import styles from './BatchPage.module.css';

/** The most that are named of those whose plans do the same. */
const mostNamed = 20;

/** How many do what, e.g. `198 × change annotation of vsphere_virtual_machine`. */
function wordsOf({ doings, items }: SameDoings): string {
  const what = doings.length > 0 ? doings.join(', ') : 'nothing is changed';
  return `${items.length} × ${what}`;
}

/** Which they are, each with the way to its plan. */
const Names = ({ items }: { items: BatchItem[] }) => {
  const requestPath = useRouteRef(requestRouteRef);
  const named = items.slice(0, mostNamed);
  return (
    <>
      {named.map(({ name, request }, index) => (
        <span key={name}>
          {index > 0 && ', '}
          {request && (
            <Link href={requestPath({ id: request.id })}>{name}</Link>
          )}
        </span>
      ))}
      {items.length > named.length && `, ${items.length - named.length} more`}
    </>
  );
};

/** What the plans of some of a batch do, those that do the same together, and the odd ones by name. */
export const BatchDoings = ({ items }: { items: BatchItem[] }) => {
  const [most, ...odd] = byDoings(items);
  if (!most) {
    return null;
  }
  return (
    <Flex direction="column" gap="1">
      <Text as="h4" id="batch-doings" weight="bold">
        What the plans do
      </Text>
      <ul aria-labelledby="batch-doings" className={styles.doings}>
        <li>{wordsOf(most)}</li>
        {odd.map(group => (
          <li key={group.doings.join()}>
            {`${wordsOf(group)}: `}
            <Names items={group.items} />
          </li>
        ))}
      </ul>
    </Flex>
  );
};
