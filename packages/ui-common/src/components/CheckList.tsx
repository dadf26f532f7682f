import { ReactNode } from 'react';
import { Text, VisuallyHidden } from '@backstage/ui';
import styles from './CheckList.module.css';

/**
 * One thing that was looked at.
 *
 * @public
 */
export interface Check {
  key: string;
  ok: boolean;
  /** The mark in a word, for those who do not see it, e.g. `Passed`. */
  verdict: string;
  text: ReactNode;
  /** Whether it stands out. */
  strong?: boolean;
}

/**
 * What was looked at, each with a mark that says how it came out.
 *
 * @public
 */
export const CheckList = (props: {
  checks: Check[];
  /** What is wrong is only passed over, not a fault. */
  harmless?: boolean;
  'aria-label'?: string;
}) => {
  const { checks, harmless, 'aria-label': label } = props;
  const wrong = harmless ? styles.unfit : styles.failed;
  return (
    <ol className={styles.list} aria-label={label}>
      {checks.map(({ key, ok, verdict, text, strong }) => (
        <li key={key}>
          <span className={ok ? styles.ok : wrong} aria-hidden>
            {ok ? '✓' : '✕'}
          </span>
          <Text
            variant="body-small"
            weight={strong ? 'bold' : 'regular'}
            color={harmless && !ok ? 'secondary' : 'primary'}
          >
            <VisuallyHidden>{`${verdict}: `}</VisuallyHidden>
            {text}
          </Text>
        </li>
      ))}
    </ol>
  );
};
