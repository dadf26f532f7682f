import { ReactNode } from 'react';
import { PlanValue } from '@backlot/plugin-vm-requests-common';
import styles from './PlanCard.module.css';
import { PlanRow, planRows } from './planRows';

/** A line above the attributes: a name and what there is to say, if anything. */
export type PlanFact = [name: string, text: string | undefined];

const Change = ({ row: { before, after } }: { row: PlanRow }) => {
  if (before === undefined) {
    return <>{after}</>;
  }
  if (before === after) {
    return <>{after} (as before)</>;
  }
  return (
    <>
      <del className={styles.before}>{before}</del>
      {' → '}
      {after ?? 'gone'}
    </>
  );
};

const Facts = ({ facts }: { facts: PlanFact[] }) => (
  <>
    {facts
      .filter(([, text]) => text)
      .map(([name, text]) => (
        <tr key={name}>
          <th scope="row" className={styles.fact}>
            {name}
          </th>
          <td>{text}</td>
        </tr>
      ))}
  </>
);

/** What would happen to one thing: a line in words that opens to all its values. */
export const PlanTable = (props: {
  /** What it is about. */
  name: string;
  /** What happens to it. */
  words: ReactNode;
  facts?: PlanFact[];
  values: readonly PlanValue[];
  /** E.g. `delete`; colours the edge. */
  action?: string;
  /** What the value without a path is called. */
  whole?: string;
}) => {
  const { name, words, facts = [], values, action, whole = 'value' } = props;
  const { rows, unknown, unset } = planRows(values);
  return (
    <details
      open
      className={`${styles.change} ${(action && styles[action]) ?? ''}`}
    >
      <summary>
        <strong>{name}</strong> {words}
      </summary>
      <table className={styles.values}>
        <tbody>
          <Facts facts={facts} />
          {rows.map(row => (
            <tr key={`value ${row.name}`}>
              <th scope="row">{row.name || whole}</th>
              <td>
                <Change row={row} />
              </td>
            </tr>
          ))}
          <Facts
            facts={[
              ['known after apply', unknown.join(', ')],
              ['not set', unset.join(', ')],
            ]}
          />
        </tbody>
      </table>
    </details>
  );
};
