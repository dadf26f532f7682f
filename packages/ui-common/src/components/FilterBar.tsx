import { ReactNode } from 'react';
import styles from './FilterBar.module.css';

/**
 * What a list is filtered by: side by side, and below one another where a window is narrow.
 *
 * @public
 */
export const FilterBar = ({ children }: { children: ReactNode }) => (
  <div className={styles.bar}>{children}</div>
);
