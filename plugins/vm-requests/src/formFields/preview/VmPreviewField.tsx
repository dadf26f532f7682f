import { useApi } from '@backstage/core-plugin-api';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { Alert, Flex, Skeleton, Text } from '@backstage/ui';
import { LoadProblem, useLoad } from '@backlot/plugin-vm-inventory-react';
import { RequestPreview } from '@backlot/plugin-vm-requests-common';
import { useParams } from 'react-router-dom';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { FactList } from '@backlot/plugin-vm-inventory-react';
import { FilesCard } from '../../components/RequestPage/FilesCard';
import { PlacementReasons } from '../../components/RequestPage/PlacementReasons';
import { formDataOf } from '../formData';

const schema = makeFieldSchema({ output: z => z.unknown().optional() });

/** What the request would become now: where, with which address, from which files. */
const VmPreviewField = (props: typeof schema.TProps) => {
  const api = useApi(vmRequestsApiRef);
  const { namespace = 'default', templateName } = useParams();
  const values = formDataOf(props.formContext);
  const templateRef = templateName && `template:${namespace}/${templateName}`;
  const { value, error, loading, reload } = useLoad(
    async signal =>
      templateRef
        ? api.preview({ templateRef, values: { ...values } }, { signal })
        : undefined,
    [templateRef, values],
  );
  if (error) {
    return <LoadProblem error={error} what="the preview" onRetry={reload} />;
  }
  if (!value) {
    return loading ? (
      <Flex direction="column" gap="2">
        <Text color="secondary">Looking where it would go …</Text>
        <Skeleton height={120} />
      </Flex>
    ) : null;
  }
  return <Preview preview={value} />;
};

const Preview = ({ preview }: { preview: RequestPreview }) => {
  const { placement, address, files, problems } = preview;
  return (
    <Flex direction="column" gap="4" data-testid="vm-preview">
      {problems.map(problem => (
        <Alert
          key={problem}
          status="danger"
          icon
          title="This request cannot be made as it is"
          description={problem}
        />
      ))}
      {placement && (
        <FactList
          facts={[
            ['Datacenter', placement.datacenter.name],
            ['Cluster', placement.cluster.name],
            ['Datastore', placement.datastore.name],
            ['Network', placement.network.name],
            ['Template', placement.template.name],
            [
              'Address, if it is still free then',
              address && `${address.address}/${address.prefixLength}`,
            ],
            ['Gateway', address?.gateway],
          ]}
        />
      )}
      {placement && placement.reasons.length > 0 && (
        <Flex direction="column" gap="1">
          <Text weight="bold">Why there</Text>
          <PlacementReasons reasons={placement.reasons} />
        </Flex>
      )}
      <FilesCard files={files} />
    </Flex>
  );
};

export const vmPreviewField = createFormField({
  name: 'VmPreview',
  component: VmPreviewField,
  schema,
});
