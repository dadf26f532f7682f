import { useApi } from '@backstage/core-plugin-api';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { Flex, Skeleton, Text } from '@backstage/ui';
import { LoadProblem, useLoad } from '@backlot/plugin-vm-inventory-react';
import { useParams } from 'react-router-dom';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { useFormData } from '../formData';
import { Preview } from './Preview';

const schema = makeFieldSchema({ output: z => z.unknown().optional() });

/** What the request would become now: where, with which address, from which files. */
const VmPreviewField = (props: typeof schema.TProps) => {
  const api = useApi(vmRequestsApiRef);
  const { namespace = 'default', templateName } = useParams();
  const values = useFormData(props.formContext);
  const templateRef = templateName && `template:${namespace}/${templateName}`;
  const { value, error, loading, reload } = useLoad(
    async signal =>
      templateRef
        ? api.preview({ templateRef, values: { ...values } }, { signal })
        : undefined,
    [templateRef, values],
  );
  if (!templateRef) {
    return <Text color="secondary">The preview is a part of a form.</Text>;
  }
  if (error && !loading) {
    return <LoadProblem error={error} what="the preview" onRetry={reload} />;
  }
  if (!value) {
    return (
      <Flex direction="column" gap="2" role="status">
        <Text color="secondary">Looking where it would go …</Text>
        <Skeleton height={120} />
      </Flex>
    );
  }
  return <Preview preview={value} />;
};

export const vmPreviewField = createFormField({
  name: 'VmPreview',
  component: VmPreviewField,
  schema,
});
