import { ReactNode } from 'react';
import { Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';

/**
 * A part of a page: a card with a heading below the page's own.
 *
 * @public
 */
export const InfoCard = (props: {
  title: string;
  /** Beside the heading, at the other end. */
  state?: ReactNode;
  className?: string;
  children: ReactNode;
}) => {
  const { title, state, className, children } = props;
  return (
    <Card className={className}>
      <CardHeader>
        <Flex justify="between" gap="4" align="start">
          <Text as="h3" variant="title-x-small" weight="bold">
            {title}
          </Text>
          {state}
        </Flex>
      </CardHeader>
      <CardBody>{children}</CardBody>
    </Card>
  );
};
