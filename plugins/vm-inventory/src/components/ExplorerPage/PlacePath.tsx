import { Fragment } from 'react';
import { ButtonIcon, Flex, Text } from '@backstage/ui';
import { RiCloseLine } from '@remixicon/react';
import { InventoryTreeNode } from '@backlot/plugin-vm-inventory-common';
import styles from './ExplorerPage.module.css';

/** Where in the tree the table is narrowed to, and the way out of it. */
export const PlacePath = (props: {
  /** From the source down; what is known of it so far. */
  path: InventoryTreeNode[];
  onSelect: (node: InventoryTreeNode) => void;
  onClear: () => void;
}) => {
  const { path, onSelect, onClear } = props;
  return (
    <nav aria-label="Place">
      <Flex align="center" gap="1">
        <Text color="secondary">In</Text>
        {path.map((node, index) => (
          <Fragment key={`${node.kind} ${node.id}`}>
            {index > 0 && (
              <Text color="secondary" aria-hidden>
                /
              </Text>
            )}
            <button
              type="button"
              className={styles.step}
              aria-current={index === path.length - 1 ? 'location' : undefined}
              onClick={() => onSelect(node)}
            >
              {node.name}
            </button>
          </Fragment>
        ))}
        <ButtonIcon
          aria-label="Show all places"
          size="small"
          variant="tertiary"
          icon={<RiCloseLine />}
          onPress={onClear}
        />
      </Flex>
    </nav>
  );
};
