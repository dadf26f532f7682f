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
import { wordsOf } from '@backlot/plugin-vm-inventory-react';

/** What the backend accepts. */
const LONGEST_REASON = 2000;

/** A button that asks for a reason before it acts, and says why when it could not. */
export const ReasonDialog = (props: {
  label: string;
  title: string;
  hint: string;
  required?: boolean;
  variant?: 'primary' | 'secondary';
  destructive?: boolean;
  /** @param reason - never empty */
  onConfirm: (reason: string | undefined) => Promise<unknown>;
}) => {
  const { label, title, hint, required, variant, destructive, onConfirm } =
    props;
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<Error>();

  const open = (opens: boolean) => {
    setOpen(opens);
    setError(undefined);
  };
  const confirm = async () => {
    setPending(true);
    setError(undefined);
    try {
      await onConfirm(reason.trim() || undefined);
      setOpen(false);
      setReason('');
    } catch (problem) {
      setError(problem as Error);
    } finally {
      setPending(false);
    }
  };
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
              maxLength={LONGEST_REASON}
              value={reason}
              onChange={setReason}
            />
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
            isDisabled={required && reason.trim() === ''}
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
