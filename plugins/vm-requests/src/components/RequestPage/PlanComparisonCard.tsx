import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Alert, Flex, Text } from '@backstage/ui';
import { InfoCard, RelativeTime } from '@backlot/ui-common';
import {
  comparePlans,
  destroyedBy,
  Plan,
  PlanItemComparison,
  ReplacedPlan,
  VmRequest,
} from '@backlot/plugin-vm-requests-common';
import { FileText } from '../FilesCard';
import { ComparisonRow, comparisonRows, VERDICTS } from './comparisonWords';
import styles from './PlanComparisonCard.module.css';

const DifferenceRow = ({ row }: { row: ComparisonRow }) => (
  <tr>
    <th scope="row" className={styles.difference}>
      {row.name}
    </th>
    <td />
    <td>{row.before}</td>
    <td>{row.after}</td>
  </tr>
);

const ItemRows = ({ compared }: { compared: PlanItemComparison }) => {
  const { item, differences } = comparisonRows(compared);
  return (
    <>
      <tr className={styles[compared.is]}>
        <th scope="row">{item.name}</th>
        <td>{VERDICTS[compared.is]}</td>
        <td>{item.before}</td>
        <td>{item.after}</td>
      </tr>
      {differences.map(row => (
        <DifferenceRow key={row.name} row={row} />
      ))}
    </>
  );
};

const ComparisonTable = ({ items }: { items: PlanItemComparison[] }) => (
  <table className={styles.table}>
    <caption>
      {items.every(({ is }) => is === 'same')
        ? 'All that can be shown is the same: what differs is in values that are masked.'
        : 'What each plan does with each thing'}
    </caption>
    <thead>
      <tr>
        <th scope="col">Thing</th>
        <th scope="col">Is</th>
        <th scope="col">In the approved plan</th>
        <th scope="col">In the new plan</th>
      </tr>
    </thead>
    <tbody>
      {items.map((compared, index) => (
        <ItemRows
          key={`${compared.section} ${compared.name} ${index}`}
          compared={compared}
        />
      ))}
    </tbody>
  </table>
);

/** Loud, because what is destroyed is lost. */
const Destroyed = ({ plan }: { plan: Plan }) => {
  const addresses = destroyedBy(plan);
  return addresses.length === 0 ? null : (
    <Alert
      status="danger"
      icon
      title="The new plan destroys what exists"
      description={
        <ul className={styles.destroyed}>
          {plan.changes
            .filter(({ address }) => addresses.includes(address))
            .map(({ address, deposed, actions }) => (
              <li key={`${address} ${deposed ?? ''}`}>
                {actions.length > 1
                  ? `${address}, and creates it again`
                  : address}
              </li>
            ))}
        </ul>
      }
    />
  );
};

const Texts = ({ before, after }: { before: Plan; after: Plan }) => (
  <>
    <Alert
      status="warning"
      icon
      title="Only the texts of these plans can be compared"
      description="Atlantis' workflow is not the starter's, so Backlot does not know what is in them."
    />
    <details>
      <summary>The approved plan</summary>
      <FileText text={before.text} />
    </details>
    <details>
      <summary>The new plan</summary>
      <FileText text={after.text} />
    </details>
  </>
);

const WhoApproved = ({ decision }: Pick<ReplacedPlan, 'decision'>) => (
  <Text as="p">
    The plan that{' '}
    {decision.by === 'policy' ? (
      'policy'
    ) : (
      <EntityRefLink entityRef={decision.by} />
    )}{' '}
    approved <RelativeTime at={decision.at} /> could not be applied to its end,
    and is not valid any more. What exists since is planned anew below.
  </Text>
);

/** What differs between the plan that was approved and failed, and the one that was made since. */
export const PlanComparisonCard = ({ request }: { request: VmRequest }) => {
  const { plan, replaced } = request;
  if (!plan || !replaced) {
    return null;
  }
  return (
    <InfoCard title="What differs from the approved plan">
      <Flex direction="column" gap="3">
        <Destroyed plan={plan} />
        <WhoApproved decision={replaced.decision} />
        {plan.exact && replaced.plan.exact ? (
          <ComparisonTable items={comparePlans(replaced.plan, plan)} />
        ) : (
          <Texts before={replaced.plan} after={plan} />
        )}
      </Flex>
    </InfoCard>
  );
};
