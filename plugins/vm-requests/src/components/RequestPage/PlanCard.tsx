import { Alert, Flex, Skeleton, Text } from '@backstage/ui';
import {
  PlanAction,
  PlanOutput,
  VmRequest,
} from '@backlot/plugin-vm-requests-common';
import { InfoCard } from '@backlot/ui-common';
import { FileText } from '../FilesCard';
import { PlanChangeTable } from './PlanChangeTable';
import { PlanChecks } from './PlanChecks';
import { PlanTable } from './PlanTable';
import {
  besides,
  madeAgainBy,
  outputWords,
  reasonWords,
  triggerWords,
} from './planWords';

const OutputTable = ({ output }: { output: PlanOutput }) => (
  <PlanTable
    name={`Output ${output.name}`}
    words={outputWords(output.actions)}
    values={output.values}
    action={output.actions[0]}
  />
);

const ActionTable = (props: { action: PlanAction; deferral?: string }) => {
  const { action, deferral } = props;
  return (
    <PlanTable
      name={action.address}
      words={`${deferral ? 'will later be' : 'will be'} taken ${triggerWords(
        action,
      )}`}
      facts={[
        ['left to a later plan because', deferral && reasonWords(deferral)],
        ['provider', action.provider],
      ]}
      values={action.values}
      whole="all of it"
    />
  );
};

/** What Terraform would do: in short, thing by thing, and in its own words. */
export const PlanCard = ({ request }: { request: VmRequest }) => {
  const { plan, state, needsPlan } = request;
  if (!plan) {
    return needsPlan && state === 'open' ? (
      <InfoCard title="Plan">
        <Flex direction="column" gap="2">
          <Text color="secondary">
            Terraform is planning what would change.
          </Text>
          <Skeleton height={80} />
        </Flex>
      </InfoCard>
    ) : null;
  }
  const { add, change, destroy } = plan.summary;
  const more = besides(plan);
  const madeAgain = madeAgainBy(plan);
  return (
    <InfoCard title="Plan">
      <Flex direction="column" gap="3">
        <Text weight="bold">
          {`${add} to add, ${change} to change, ${destroy} to destroy`}
        </Text>
        {more && <Text>{`Also: ${more}`}</Text>}
        {madeAgain.length > 0 && (
          <Alert
            status="danger"
            icon
            title="This plan destroys and makes again"
            description={`${madeAgain.join(
              ', ',
            )}. What is on the old one is lost, its disks included.`}
          />
        )}
        {!plan.exact && (
          <Alert
            status="warning"
            icon
            title="This Atlantis does not bind the approval to its plan"
            description="Its workflow is not the starter's, so the plan's text is compared before apply. Install the starter's workflow to have the very plan checked while it is applied."
          />
        )}
        {!plan.complete && (
          <Alert
            status="warning"
            icon
            title="This plan is incomplete"
            description="Terraform has to plan again after applying it, and that plan needs an approval of its own."
          />
        )}
        {plan.changes.map(item => (
          <PlanChangeTable
            key={`${item.address} ${item.deposed ?? ''}`}
            change={item}
          />
        ))}
        {plan.actions.map((item, index) => (
          <ActionTable key={`${item.address} ${index}`} action={item} />
        ))}
        {plan.outputs.map(item => (
          <OutputTable key={item.name} output={item} />
        ))}
        {plan.deferredChanges.map(item => (
          <PlanChangeTable
            key={`later ${item.address} ${item.deposed ?? ''}`}
            change={item}
            deferral={item.deferral}
          />
        ))}
        {plan.deferredActions.map((item, index) => (
          <ActionTable
            key={`later ${item.address} ${index}`}
            action={item}
            deferral={item.deferral}
          />
        ))}
        <PlanChecks checks={plan.checks} />
        <details>
          <summary>Terraform's own text</summary>
          <FileText text={plan.text} />
        </details>
        <Text variant="body-small" color="secondary">
          Planned at commit <code>{plan.commit.slice(0, 10)}</code>, digest{' '}
          <code title={plan.digest}>{plan.digest.slice(7, 19)}</code>
        </Text>
      </Flex>
    </InfoCard>
  );
};
