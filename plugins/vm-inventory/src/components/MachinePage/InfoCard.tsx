import { ReactNode } from 'react';
import { Card, CardBody, CardHeader, Text } from '@backstage/ui';

/** A part of the machine's page. */
export const InfoCard = (props: { title: string; children: ReactNode }) => (
  <Card>
    <CardHeader>
      <Text as="h3" variant="title-small" weight="bold">
        {props.title}
      </Text>
    </CardHeader>
    <CardBody>{props.children}</CardBody>
  </Card>
);
