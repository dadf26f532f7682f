import { useId } from 'react';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Button, ButtonLink, Flex, Text } from '@backstage/ui';
import { TextWithOwners } from '@backlot/ui-common';
import {
  LedgerMachineDetail,
  OperationOffer,
} from '@backlot/plugin-vm-requests-common';
import { formRouteRef } from '../../routes';
import { FormPath, formPathWith } from '../../formFields/formData';
import { MachineEnd } from './MachineEnd';
import { MachineProtection } from './MachineProtection';
import { Refusal } from './Refusal';
import styles from './MachineOperations.module.css';

/** What refuses all of them, where that is one thing. */
function refusalOfAll(offers: readonly OperationOffer[]): string | undefined {
  const refusal = offers.at(0)?.refusal;
  return offers.every(offer => offer.refusal === refusal) ? refusal : undefined;
}

const Operation = (props: {
  machine: LedgerMachineDetail;
  offer: OperationOffer;
  formPath: FormPath;
  /** Whether its refusal is said elsewhere. */
  isExplained: boolean;
  /** Of the element that says it. */
  explanation: string;
}) => {
  const { machine, offer, formPath, isExplained, explanation } = props;
  const { title, description, refusal, template } = offer;
  const id = useId();
  return (
    <li className={styles.operation}>
      {refusal === undefined ? (
        <ButtonLink
          href={formPathWith(formPath, template, { machine: machine.id })}
          variant="secondary"
          aria-describedby={id}
        >
          {title}
        </ButtonLink>
      ) : (
        <Button
          variant="secondary"
          isDisabled
          aria-describedby={isExplained ? explanation : id}
        >
          {title}
        </Button>
      )}
      <Text id={id} as="span" color="secondary">
        {refusal === undefined || isExplained ? (
          description
        ) : (
          <Refusal machine={machine} words={refusal} />
        )}
      </Text>
    </li>
  );
};

/**
 * What can be asked of a machine, each a link to its form; and why what cannot be asked for now
 * cannot. Nothing is offered without a scaffolder.
 */
export const MachineOperations = (props: {
  machine: LedgerMachineDetail;
  onChange: () => void;
}) => {
  const { machine, onChange } = props;
  const explanation = useId();
  const formPath = useRouteRef(formRouteRef);
  const refusal = refusalOfAll(machine.operations);
  return (
    <Flex direction="column" gap="3">
      <MachineEnd endsAt={machine.endsAt} />
      {machine.requestedFor && (
        <Text as="p">
          <TextWithOwners
            text={`It was requested for ${machine.requestedFor}.`}
          />
        </Text>
      )}
      {formPath && refusal !== undefined && (
        <Text id={explanation} as="p">
          <Refusal machine={machine} words={refusal} />
        </Text>
      )}
      {formPath && (
        <ul
          className={styles.operations}
          aria-label={`What can be asked of ${machine.name}`}
        >
          {machine.operations.map(offer => (
            <Operation
              key={offer.kind}
              machine={machine}
              offer={offer}
              formPath={formPath}
              isExplained={refusal !== undefined}
              explanation={explanation}
            />
          ))}
        </ul>
      )}
      <MachineProtection machine={machine} onChange={onChange} />
    </Flex>
  );
};
