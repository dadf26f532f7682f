import { ReactNode, useState } from 'react';
import { Button, Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';
import { ConnectionTest, ConnectionTestProps } from './ConnectionTest';

/**
 * Something that is connected to: what it is, how it is, and a test of the connection.
 *
 * @public
 */
export const ConnectionCard = (props: {
  title: string;
  /** Beside the title, e.g. a badge. */
  state?: ReactNode;
  /** Beside the button for the test. */
  actions?: ReactNode;
  /** Absent where the user may not test. */
  test?: ConnectionTestProps['test'];
  children?: ReactNode;
}) => {
  const { title, state, actions, test, children } = props;
  const [turn, setTurn] = useState(0);
  return (
    <Card role="region" aria-label={title}>
      <CardHeader>
        <Flex
          align="center"
          justify="between"
          gap="3"
          style={{ flexWrap: 'wrap' }}
        >
          <Flex align="center" gap="3">
            <Text as="h3" variant="title-small" weight="bold">
              {title}
            </Text>
            {state}
          </Flex>
          <Flex gap="2">
            {test && (
              <Button
                variant="secondary"
                onPress={() => setTurn(count => count + 1)}
              >
                Test connection
              </Button>
            )}
            {actions}
          </Flex>
        </Flex>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="4">
          {children}
          {turn > 0 && test && <ConnectionTest key={turn} test={test} />}
        </Flex>
      </CardBody>
    </Card>
  );
};
