import { Alert, Button, Flex, Skeleton, Text } from '@backstage/ui';
import FormLabel from '@material-ui/core/FormLabel';
import { Loaded, LoadProblem } from '@backlot/ui-common';
import { OperationPreview } from '@backlot/plugin-vm-requests-common';
import { OperationWords } from '../../components/OperationWords';

const Found = (props: {
  preview: OperationPreview;
  isPending: boolean;
  onRetry: () => void;
}) => {
  const { preview, isPending, onRetry } = props;
  return preview.problems.length > 0 ? (
    <Alert
      status="danger"
      icon
      title="This cannot be asked for as it is"
      description={preview.problems.join(' ')}
      customActions={
        <Button
          variant="secondary"
          size="small"
          isPending={isPending}
          onPress={onRetry}
        >
          Check again
        </Button>
      }
    />
  ) : (
    <OperationWords does={preview.does} interrupts={preview.interrupts} />
  );
};

/** What is asked for so far would do, or what stands in its way. */
export const PreviewFrame = (props: {
  title: string | undefined;
  isAsked: boolean;
  preview: Loaded<OperationPreview | undefined>;
}) => {
  const { title = 'What will happen', isAsked, preview } = props;
  const { value, error, loading, reload } = preview;
  return (
    <Flex
      direction="column"
      gap="2"
      role="status"
      aria-busy={isAsked && loading}
      data-testid="vm-operation-preview"
    >
      <FormLabel component="div">{title}</FormLabel>
      {!isAsked && (
        <Text color="secondary">
          It is said here once you have filled in what you ask for.
        </Text>
      )}
      {isAsked && !value && !error && <Skeleton height={72} width="100%" />}
      {isAsked && error && (
        <LoadProblem error={error} what="what will happen" onRetry={reload} />
      )}
      {isAsked && value && (
        <Found preview={value} isPending={loading} onRetry={reload} />
      )}
    </Flex>
  );
};
