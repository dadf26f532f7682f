import { Alert, Flex, Skeleton, Text } from '@backstage/ui';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { FileText } from '../FileText';
import { InfoCard } from '../InfoCard';
import { PlanChangeTable } from './PlanChangeTable';

/** What Terraform would do: in short, resource by resource, and in its own words. */
export const PlanCard = ({ request }: { request: VmRequest }) => {
  const { plan, state } = request;
  if (!plan) {
    return state === 'open' ? (
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
  return (
    <InfoCard title="Plan">
      <Flex direction="column" gap="3">
        <Text weight="bold">
          {`${add} to add, ${change} to change, ${destroy} to destroy`}
        </Text>
        {!plan.exact && (
          <Alert
            status="warning"
            icon
            title="This Atlantis does not bind the approval to its plan"
            description="Its workflow is not the starter's, so the plan's text is compared before apply. Install the starter's workflow to have the very plan checked while it is applied."
          />
        )}
        {plan.changes.map(item => (
          <PlanChangeTable key={item.address} change={item} />
        ))}
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
