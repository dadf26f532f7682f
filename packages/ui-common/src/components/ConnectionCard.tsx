import { ReactNode, useState } from 'react';
import {
  Alert,
  Button,
  Card,
  CardBody,
  CardHeader,
  Flex,
  Skeleton,
  Text,
} from '@backstage/ui';
import { useLoad } from '../hooks/useLoad';
import { CheckList } from './CheckList';
import { wordsOf } from './LoadState';

/**
 * How far a connection came.
 *
 * @public
 */
export interface ConnectionTestResult {
  ok: boolean;
  /** What was tried, in order. */
  steps: { name: string; ok: boolean; detail: string }[];
}

/** Tests a connection once, and shows how far it comes, step by step. */
const ConnectionTest = (props: {
  test(signal: AbortSignal): Promise<ConnectionTestResult>;
}) => {
  const { value, error } = useLoad(signal => props.test(signal), []);
  if (error) {
    return (
      <Alert
        role="alert"
        status="danger"
        icon
        title="The connection could not be tested"
        description={wordsOf(error)}
      />
    );
  }
  if (!value) {
    return (
      <Skeleton height={96} role="status" aria-label="Testing the connection" />
    );
  }
  return (
    <Flex direction="column" gap="2" role="status">
      <Text as="h4" weight="bold">
        {value.ok ? 'The connection works' : 'The connection does not work'}
      </Text>
      <CheckList
        aria-label="Steps of the test"
        checks={value.steps.map(({ name, ok, detail }) => ({
          key: name,
          ok,
          verdict: ok ? 'Passed' : 'Failed',
          text: (
            <>
              <strong>{name}</strong> {detail}
            </>
          ),
        }))}
      />
    </Flex>
  );
};

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
  /** Called once for each press of the button; absent where the user may not test. */
  test?: (signal: AbortSignal) => Promise<ConnectionTestResult>;
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
