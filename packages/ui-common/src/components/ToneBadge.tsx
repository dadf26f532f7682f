import { HTMLAttributes } from 'react';
import styles from './ToneBadge.module.css';

/**
 * What a state means, as a colour says it.
 *
 * @public
 */
export type Tone = 'neutral' | 'info' | 'warning' | 'success' | 'danger';

/**
 * A state in a word, with a dot of its colour; all else goes to the element.
 *
 * @public
 */
export const ToneBadge = (
  props: {
    tone: Tone;
    /** `pill` has the colour as a whole and a border. */
    variant?: 'plain' | 'strong' | 'pill';
  } & Omit<HTMLAttributes<HTMLSpanElement>, 'className'>,
) => {
  const { tone, variant = 'plain', ...rest } = props;
  return (
    <span
      {...rest}
      className={[styles.badge, styles[variant], styles[tone]]
        .filter(Boolean)
        .join(' ')}
    />
  );
};
