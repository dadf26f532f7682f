import { Alert, Button, Flex, Text } from '@backstage/ui';
import { FactList } from '@backlot/ui-common';
import {
  networksOfPlacement,
  RequestPlacement,
  RequestPreview,
} from '@backlot/plugin-vm-requests-common';
import { AddressWords } from '../../components/AddressWords';
import { FilesCard } from '../../components/FilesCard';
import { PlacementReasons } from '../../components/PlacementReasons';

const Problems = (props: {
  problems: string[];
  onRetry: () => void;
  isPending: boolean;
}) => (
  <Alert
    role="alert"
    status="danger"
    icon
    title="This request cannot be made as it is"
    customActions={
      <Button
        variant="secondary"
        size="small"
        isPending={props.isPending}
        onPress={props.onRetry}
      >
        Check again
      </Button>
    }
    description={
      <>
        <ul style={{ margin: 0, paddingInlineStart: '1.2em' }}>
          {props.problems.map(problem => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
        Go back and change it, or ask your platform team if you cannot.
      </>
    }
  />
);

const Place = (props: {
  placement: RequestPlacement;
  address: RequestPreview['address'];
}) => {
  const { placement, address } = props;
  return (
    <>
      <FactList
        facts={[
          ['Datacenter', placement.datacenter.name],
          ['Cluster', placement.cluster.name],
          ['Datastore', placement.datastore.name],
          [
            placement.furtherNetworks ? 'Networks' : 'Network',
            networksOfPlacement(placement)
              .map(({ name }) => name)
              .join(', '),
          ],
          ['Template', placement.template?.name],
          [
            address?.others
              ? 'Addresses, if still free by then'
              : 'Address, if still free by then',
            address && <AddressWords address={address} />,
          ],
          ['Gateway', address?.gateway],
        ]}
      />
      {placement.reasons.length > 0 && (
        <Flex direction="column" gap="1">
          <Text weight="bold">Why this place</Text>
          <PlacementReasons placement={placement} />
        </Flex>
      )}
    </>
  );
};

/** What a request would become, and what stands in its way. */
export const Preview = (props: {
  preview: RequestPreview;
  /** Looks again. */
  onRetry: () => void;
  /** Whether it looks again now. */
  isPending: boolean;
}) => {
  const { preview, onRetry, isPending } = props;
  const { placement, address, files, problems } = preview;
  return (
    <Flex direction="column" gap="4" data-testid="vm-preview">
      {problems.length > 0 && (
        <Problems problems={problems} onRetry={onRetry} isPending={isPending} />
      )}
      {placement && <Place placement={placement} address={address} />}
      <FilesCard files={files} />
    </Flex>
  );
};
