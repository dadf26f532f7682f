import { ReactNode } from 'react';
import { Card, CardBody, CardHeader, Text } from '@backstage/ui';

/** A card with a heading, below the page's and the request's own. */
export const InfoCard = (props: { title: string; children: ReactNode }) => (
  <Card>
    <CardHeader>
      <Text as="h3" variant="title-x-small" weight="bold">
        {props.title}
      </Text>
    </CardHeader>
    <CardBody>{props.children}</CardBody>
  </Card>
);
