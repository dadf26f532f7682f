import { useRouteRef } from '@backstage/core-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import { rootRouteRef } from '../routes';

/** What a list is, and the way back to the requests. */
export const ListHeader = (props: { title: string; children?: string }) => {
  const { title, children } = props;
  const listPath = useRouteRef(rootRouteRef);
  return (
    <Flex direction="column" gap="2">
      <Link href={listPath()} standalone>
        ← All requests
      </Link>
      <Text as="h2" variant="title-medium" weight="bold">
        {title}
      </Text>
      {children && (
        <Text as="p" color="secondary">
          {children}
        </Text>
      )}
    </Flex>
  );
};
