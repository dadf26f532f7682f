import { ReactNode } from 'react';
import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import styles from './MachinePage.module.css';

/** A part of the machine's page. */
export const InfoCard = (props: {
  title: string;
  /** As wide as the page, for tables. */
  wide?: boolean;
  children: ReactNode;
}) => (
  <Card className={props.wide ? styles.wide : undefined}>
    <CardHeader>
      <Text as="h3" variant="title-small" weight="bold">
        {props.title}
      </Text>
    </CardHeader>
    <CardBody>{props.children}</CardBody>
  </Card>
);
