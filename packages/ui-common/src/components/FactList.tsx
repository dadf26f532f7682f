import { Fragment, ReactNode } from 'react';
import styles from './FactList.module.css';

/**
 * Names and values; those without a value are left out.
 *
 * @public
 */
export const FactList = (props: { facts: [string, ReactNode][] }) => (
  <dl className={styles.list}>
    {props.facts
      .filter(
        ([, value]) => value !== undefined && value !== null && value !== '',
      )
      .map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
  </dl>
);
