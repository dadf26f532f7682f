import { ReactNode, useState } from 'react';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Flex,
  Text,
} from '@backstage/ui';
import { wordsOf } from '@backlot/ui-common';

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
  const { label, title, consequence, isDisabled, destructive, size } = props;
  const [isOpen, setOpen] = useState(false);
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
      await props.onConfirm();
      open(false);
    } catch (problem) {
      setError(problem as Error);
    } finally {
      setPending(false);
    }
  };
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={open}>
      <Button
        variant="secondary"
        size={size}
        destructive={destructive}
        isDisabled={isDisabled}
        aria-label={props['aria-label']}
      >
        {label}
      </Button>
      <Dialog>
        <DialogHeader>{title}</DialogHeader>
        <DialogBody>
          <Flex direction="column" gap="3">
            <Text>{consequence}</Text>
            {props.children}
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
            isDisabled={props.isComplete === false}
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
