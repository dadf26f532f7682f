import { Card, CardBody, Text, VisuallyHidden } from '@backstage/ui';
import { RelativeTime } from '@backlot/ui-common';
import { RequestEvent, VmRequest } from '@backlot/plugin-vm-requests-common';
import { WayStage, wayOf } from './way';
import styles from './RequestWay.module.css';

/** What the colours say. */
const statusWords: Record<WayStage['status'], string> = {
  done: 'reached',
  current: 'now',
  ahead: 'not yet',
  failed: 'ended here',
};

/** How far a request is, with times. */
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
              <VisuallyHidden>{`, ${
                statusWords[stage.status]
              }`}</VisuallyHidden>
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
