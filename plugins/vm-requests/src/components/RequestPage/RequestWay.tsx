import { Card, CardBody, Text } from '@backstage/ui';
import { RelativeTime } from '@backlot/plugin-vm-inventory-react';
import { RequestEvent, VmRequest } from '@backlot/plugin-vm-requests-common';
import { wayOf } from './way';
import styles from './RequestWay.module.css';

export const RequestWay = (props: {
  request: VmRequest;
  events: RequestEvent[];
}) => (
  <Card>
    <CardBody>
      <ol className={styles.way} aria-label="The request's way">
        {wayOf(props.request, props.events).map(stage => (
          <li
            key={stage.id}
            className={`${styles.stage} ${styles[stage.status] ?? ''}`}
            aria-current={stage.status === 'current' ? 'step' : undefined}
          >
            <Text as="div" weight="bold" variant="body-medium">
              {stage.label}
            </Text>
            <Text as="div" color="secondary" variant="body-small">
              {stage.at ? <RelativeTime at={stage.at} /> : '–'}
            </Text>
          </li>
        ))}
      </ol>
    </CardBody>
  </Card>
);
