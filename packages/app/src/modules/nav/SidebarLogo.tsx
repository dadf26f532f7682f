import { Link, useSidebarOpenState } from '@backstage/core-components';
import { RiServerLine } from '@remixicon/react';
import styles from './SidebarLogo.module.css';

export const SidebarLogo = () => {
  const { isOpen } = useSidebarOpenState();
  return (
    <div className={styles.root}>
      <Link to="/" underline="none" className={styles.link} aria-label="Home">
        <RiServerLine size={28} />
        {isOpen && <span>Backlot</span>}
      </Link>
    </div>
  );
};
