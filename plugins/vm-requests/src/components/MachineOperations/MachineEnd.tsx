import { Alert, Text } from '@backstage/ui';
import { endWords } from './endWords';

/** When a machine ends, pointed out once that is near; nothing of one that does not. */
export const MachineEnd = ({ endsAt }: { endsAt: string | undefined }) => {
  if (endsAt === undefined) {
    return null;
  }
  const { when, left, isNear } = endWords(endsAt, new Date());
  const words =
    left === 'over' ? `It ended on ${when}` : `It ends on ${when}: ${left}`;
  return isNear ? (
    <Alert
      role="status"
      status="warning"
      icon
      title={words}
      description="Extend it to keep it. Otherwise it is switched off at its end, and its decommissioning is requested after that."
    />
  ) : (
    <Text as="p">{`${words}.`}</Text>
  );
};
