import { ReactNode } from 'react';
import { Text } from '@backstage/ui';
import { ActionDialog } from '@backlot/ui-common';

/** A button that says what it will do before it does it, and why where it could not. */
export const ConfirmDialog = (props: {
  label: string;
  title: string;
  /** What it will do, and whom it interrupts. */
  consequence: string;
  isDisabled?: boolean;
  /** Whether it can be confirmed as it is filled out. */
  isComplete?: boolean;
  destructive?: boolean;
  size?: 'small' | 'medium';
  /** Of the button, where several have the same label. */
  'aria-label'?: string;
  onConfirm: () => Promise<unknown>;
  children?: ReactNode;
}) => {
  const { consequence, children, ...dialog } = props;
  return (
    <ActionDialog {...dialog} subject="machine">
      <Text>{consequence}</Text>
      {children}
    </ActionDialog>
  );
};
