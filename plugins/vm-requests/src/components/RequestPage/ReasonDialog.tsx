import { useState } from 'react';
import { TextAreaField } from '@backstage/ui';
import { ActionDialog } from '@backlot/ui-common';

/** What the backend accepts of a request. */
const LONGEST_REASON = 2000;

/** A button that asks for a reason before it acts. */
export const ReasonDialog = (props: {
  label: string;
  title: string;
  hint: string;
  /** What it is done to; `request` when absent. */
  subject?: string;
  /** Whether it can be done now. */
  isOffered: boolean;
  required?: boolean;
  /** The most characters of a reason. */
  longest?: number;
  variant?: 'primary' | 'secondary';
  destructive?: boolean;
  /** @param reason - never empty */
  onConfirm: (reason: string | undefined) => Promise<unknown>;
  onOpenChange?: (isOpen: boolean) => void;
}) => {
  const { hint, longest, required, onConfirm, ...dialog } = props;
  const [reason, setReason] = useState('');
  const confirm = async () => {
    await onConfirm(reason.trim() || undefined);
    setReason('');
  };
  return (
    <ActionDialog
      subject="request"
      {...dialog}
      isComplete={!required || reason.trim() !== ''}
      onConfirm={confirm}
    >
      <TextAreaField
        label="Reason"
        description={hint}
        isRequired={required}
        maxLength={longest ?? LONGEST_REASON}
        value={reason}
        onChange={setReason}
      />
    </ActionDialog>
  );
};
