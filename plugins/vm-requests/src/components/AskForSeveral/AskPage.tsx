import { ReactNode } from 'react';
import { Button, Container, Flex } from '@backstage/ui';

/** What is asked for those that were chosen, in place of the list they were chosen from. */
export const AskPage = (props: { onBack: () => void; children: ReactNode }) => (
  <Container>
    <Flex direction="column" gap="4" py="4">
      <Flex>
        <Button variant="tertiary" onPress={props.onBack}>
          ← Choose others
        </Button>
      </Flex>
      {props.children}
    </Flex>
  </Container>
);
