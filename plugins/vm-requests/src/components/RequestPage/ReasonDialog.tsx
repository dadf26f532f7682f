import { useState } from 'react';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Flex,
  TextAreaField,
} from '@backstage/ui';
import { wordsOf } from '@backlot/ui-common';

/** What the backend accepts of a request. */
const LONGEST_REASON = 2000;

/**
 * A button that asks for a reason before it acts, and says why when it could not. An open dialog
 * stays, with what was typed, also when somebody else was faster.
 */
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
  const { label, title, hint, isOffered, required, variant, destructive } =
    props;
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<Error>();

  const open = (opens: boolean) => {
    setOpen(opens);
    setError(undefined);
    props.onOpenChange?.(opens);
  };
  const confirm = async () => {
    setPending(true);
    setError(undefined);
    try {
      await props.onConfirm(reason.trim() || undefined);
      setReason('');
      open(false);
    } catch (problem) {
      setError(problem as Error);
    } finally {
      setPending(false);
    }
  };
  if (!isOffered && !isOpen) {
    return null;
  }
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={open}>
      <Button variant={variant ?? 'secondary'} destructive={destructive}>
        {label}
      </Button>
      <Dialog>
        <DialogHeader>{title}</DialogHeader>
        <DialogBody>
          <Flex direction="column" gap="3">
            <TextAreaField
              label="Reason"
              description={hint}
              isRequired={required}
              maxLength={props.longest ?? LONGEST_REASON}
              value={reason}
              onChange={setReason}
            />
            {!isOffered && !isPending && (
              <Alert
                role="alert"
                status="warning"
                icon
                title={`The ${
                  props.subject ?? 'request'
                } has changed meanwhile`}
                description="This can't be done any more. Copy what you wrote if you need it, and go back to see what happened."
              />
            )}
            {error && (
              <Alert
                role="alert"
                status="danger"
                icon
                title={`${label} did not work`}
                description={wordsOf(error)}
              />
            )}
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button
            variant="primary"
            destructive={destructive}
            isPending={isPending}
            isDisabled={!isOffered || (required && reason.trim() === '')}
            onPress={confirm}
          >
            {label}
          </Button>
          <Button variant="secondary" slot="close">
            Back
          </Button>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
};
