import { useApi } from '@backstage/core-plugin-api';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { Flex, Skeleton, Text } from '@backstage/ui';
import { Loaded, LoadProblem, useLoad } from '@backlot/ui-common';
import { RequestPreview } from '@backlot/plugin-vm-requests-common';
import { useParams } from 'react-router-dom';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { blueprintName, blueprintOptions } from '../blueprintName';
import { isSeveral, sendableValues, useFormData } from '../formData';
import { useOwners } from '../owner/useOwners';
import { useOfferedNames } from '../several/useOfferedNames';
import { usePolicy } from '../usePolicy';
import { useCorrection } from '../useCorrection';
import { choiceWords } from './choiceWords';
import { Preview } from './Preview';

/**
 * Whether the request can be made: `unknown` where nobody could say, because the ledger looks again
 * when it opens the request.
 */
type Verdict = 'pending' | 'possible' | 'refused' | 'unknown';

const schema = makeFieldSchema({
  output: z =>
    z
      .object({
        verdict: z.enum(['pending', 'possible', 'refused', 'unknown']),
      })
      .catchall(z.string()),
  uiOptions: blueprintOptions,
});

function verdictOf(preview: Loaded<RequestPreview | undefined>): Verdict {
  if (preview.loading) {
    return 'pending';
  }
  if (!preview.value) {
    return 'unknown';
  }
  return preview.value.problems.length > 0 ? 'refused' : 'possible';
}

/** What the request would become now: where, with which address, from which files. */
const VmPreviewField = (props: typeof schema.TProps) => {
  const { onChange, formContext } = props;
  const api = useApi(vmRequestsApiRef);
  const { namespace = 'default', templateName } = useParams();
  const form = useFormData(formContext);
  const blueprint = blueprintName(props.uiSchema);
  const offered = useOfferedNames(form, blueprint);
  const { several, ...values } = sendableValues(form);
  const names = isSeveral(form) ? offered.value?.names ?? [] : undefined;
  // All are alike but for the name, so the first stands for them.
  const shown = names ? { ...values, name: names[0] } : values;
  const templateRef = templateName && `template:${namespace}/${templateName}`;
  const preview = useLoad(
    async (signal): Promise<RequestPreview | undefined> => {
      if (!templateRef || (names && !offered.value)) {
        return undefined;
      }
      return names && offered.value?.problem !== undefined
        ? { files: [], problems: [offered.value.problem] }
        : api.preview({ templateRef, values: shown }, { signal });
    },
    [templateRef, shown, offered.value?.problem],
  );
  const { policy } = usePolicy(form);
  const { value: owners } = useOwners(form.requestedFor);
  const found = JSON.stringify({
    verdict: verdictOf(
      offered.loading ? { ...preview, loading: true } : preview,
    ),
    ...choiceWords(form, { policy, owners, blueprint, names }),
  });

  // The form's validation sees only values, and the review shows them.
  useCorrection(templateRef ? () => onChange(JSON.parse(found)) : undefined, [
    templateRef,
    found,
  ]);

  const { value, loading } = preview;
  const error = preview.error ?? offered.error;
  const reload = () => {
    offered.reload();
    preview.reload();
  };
  if (!templateRef) {
    return <Text color="secondary">The preview is a part of a form.</Text>;
  }
  if (error && !loading) {
    return <LoadProblem error={error} what="the preview" onRetry={reload} />;
  }
  if (!value) {
    return (
      <Flex direction="column" gap="2" role="status">
        <Text color="secondary">Looking for a place …</Text>
        <Skeleton height={120} />
      </Flex>
    );
  }
  return <Preview preview={value} onRetry={reload} isPending={loading} />;
};

export const vmPreviewField = createFormField({
  name: 'VmPreview',
  component: VmPreviewField,
  schema,
  validation: (value, validation) => {
    switch (value?.verdict) {
      case 'possible':
      case 'unknown':
        return;
      case 'refused':
        validation.addError(
          'must show no problem. Go back and change the request, or check again.',
        );
        return;
      default:
        validation.addError('is not complete yet. Wait a moment.');
    }
  },
});
