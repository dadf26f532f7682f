import { useRouteRef } from '@backstage/core-plugin-api';
import { Alert, ButtonLink, Container, Flex } from '@backstage/ui';
import { useDocumentTitle } from '../hooks/useDocumentTitle';
import { rootRouteRef } from '../routes';

/** Where a path below the requests leads nowhere. */
export const NotFoundPage = () => {
  const listPath = useRouteRef(rootRouteRef);
  useDocumentTitle('Page not found');
  return (
    <Container>
      <Flex direction="column" align="start" gap="4" py="4">
        <Alert
          role="alert"
          status="warning"
          icon
          title="There is no such page"
          description="The address may be misspelt, or out of date."
        />
        <ButtonLink href={listPath()} variant="secondary">
          See all requests
        </ButtonLink>
      </Flex>
    </Container>
  );
};
