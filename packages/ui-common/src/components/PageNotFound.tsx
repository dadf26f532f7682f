import { Container, Flex, Link, Text } from '@backstage/ui';
import { useDocumentTitle } from '../hooks/useDocumentTitle';

/**
 * Says that there is no page at this address, and where to go on.
 *
 * @public
 */
export const PageNotFound = (props: {
  /** A page that is there. */
  to: { href: string; title: string };
}) => {
  const { href, title } = props.to;
  useDocumentTitle('Page not found');
  return (
    <Container>
      <Flex direction="column" gap="3" py="6" role="alert">
        <Text as="h2" variant="title-medium" weight="bold">
          Page not found
        </Text>
        <Text>There is no page at this address.</Text>
        <Link href={href} standalone>
          {title}
        </Link>
      </Flex>
    </Container>
  );
};
