import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { useApi } from '@backstage/core-plugin-api';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { sendableValues, useFormData } from '../formData';
import { useMachine } from '../machine/useMachine';
import { useCorrection } from '../useCorrection';
import { operationInput } from './operationInput';
import { PreviewFrame } from './PreviewFrame';
import { useOperationPreview } from './useOperationPreview';
import { isSameVerdict, verdictOf, verdictProblem, verdicts } from './verdict';

const schema = makeFieldSchema({
  output: z =>
    z.object({
      verdict: z.enum(verdicts),
      why: z.string().optional(),
      machine: z.string().optional(),
      does: z.string().optional(),
      interrupts: z.string().optional(),
    }),
  uiOptions: z =>
    z.object({
      operation: z.string().describe('Its kind, e.g. `resize`'),
      input: z
        .union([z.string(), z.array(z.string())])
        .describe('The field that holds its input, or those that make it up'),
    }),
});

/** What the operation that the form asks for would do to its machine, or what stands in its way. */
const VmOperationPreviewField = (props: typeof schema.TProps) => {
  const { formData, onChange } = props;
  const { operation = '', input: from = [] } =
    props.uiSchema?.['ui:options'] ?? {};
  const form = useFormData(props.formContext);
  const { value: machine, loading: isFinding } = useMachine(form.machine);
  const refusal = machine?.operations.find(
    ({ kind }) => kind === operation,
  )?.refusal;
  const input = operationInput(sendableValues(form), from);
  const asked =
    machine && input && refusal === undefined
      ? { machine: machine.id, kind: operation, input }
      : undefined;
  const api = useApi(vmRequestsApiRef);
  const preview = useOperationPreview(
    asked,
    ({ machine: id, ...of }, options) => api.previewOperation(id, of, options),
  );
  const found = {
    ...verdictOf({
      isAsked: form.machine !== undefined && input !== undefined,
      refusal,
      preview: isFinding ? { loading: true } : preview,
    }),
    machine: machine?.fqdn,
  };

  useCorrection(
    isSameVerdict(found, formData) ? undefined : () => onChange(found),
  );

  if (refusal !== undefined) {
    return null;
  }
  return (
    <PreviewFrame
      title={props.schema.title}
      isAsked={asked !== undefined}
      preview={preview}
    />
  );
};

export const vmOperationPreviewField = createFormField({
  name: 'VmOperationPreview',
  component: VmOperationPreviewField,
  schema,
  validation: (value, validation) => {
    const problem = verdictProblem(value);
    if (problem !== undefined) {
      validation.addError(problem);
    }
  },
});
