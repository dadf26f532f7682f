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
} from '@backstage/ui';
import { wordsOf } from './LoadState';

/**
 * A button that asks before it acts, and says why when it could not. An open dialog stays, with what
 * was typed, also when somebody else was faster.
 *
 * @public
 */
export const ActionDialog = (props: {
  /** Of the button, and of that which confirms. */
  label: string;
  title: string;
  /** Whether it can be done now; true by default. */
  isOffered?: boolean;
  /** What it is done to, e.g. `request`. */
  subject: string;
  /** Whether it can be confirmed as it is filled out; true by default. */
  isComplete?: boolean;
  isDisabled?: boolean;
  variant?: 'primary' | 'secondary';
  destructive?: boolean;
  size?: 'small' | 'medium';
  /** Of the button, where several have the same label. */
  'aria-label'?: string;
  onConfirm: () => Promise<unknown>;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode;
}) => {
  const { label, isOffered = true, isComplete = true, destructive } = props;
  const [isOpen, setOpen] = useState(false);
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
      await props.onConfirm();
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
      <Button
        variant={props.variant ?? 'secondary'}
        size={props.size}
        destructive={destructive}
        isDisabled={props.isDisabled}
        aria-label={props['aria-label']}
      >
        {label}
      </Button>
      <Dialog>
        <DialogHeader>{props.title}</DialogHeader>
        <DialogBody>
          <Flex direction="column" gap="3">
            {props.children}
            {!isOffered && !isPending && (
              <Alert
                role="alert"
                status="warning"
                icon
                title={`The ${props.subject} has changed meanwhile`}
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
            isDisabled={!isOffered || !isComplete}
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
