import { useApi } from '@backstage/core-plugin-api';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { Adoption } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { blueprintName, blueprintOptions } from '../blueprintName';
import { useFormData } from '../formData';
import { PreviewFrame } from '../operation/PreviewFrame';
import { useOperationPreview } from '../operation/useOperationPreview';
import {
  isSameVerdict,
  verdictOf,
  verdictProblem,
  verdicts,
} from '../operation/verdict';
import { useCorrection } from '../useCorrection';

const schema = makeFieldSchema({
  uiOptions: blueprintOptions,
  output: z =>
    z.object({
      verdict: z.enum(verdicts),
      why: z.string().optional(),
      machine: z.string().optional(),
      does: z.string().optional(),
      interrupts: z.string().optional(),
    }),
});

/** What the adoption that the form asks for would do, or what stands in its way. */
const VmAdoptionPreviewField = (props: typeof schema.TProps) => {
  const { formData, onChange } = props;
  const api = useApi(vmRequestsApiRef);
  const { source, machine, environment, stack, owner, address } = useFormData(
    props.formContext,
  );
  const asked: Adoption | undefined =
    source && machine && environment && owner
      ? {
          source,
          machine,
          blueprint: blueprintName(props.uiSchema),
          environment,
          owner,
          ...(stack && { stack }),
          ...(address && { address }),
        }
      : undefined;
  const preview = useOperationPreview(asked, (adoption, options) =>
    api.previewAdoption(adoption, options),
  );
  const found = verdictOf({
    isAsked: asked !== undefined,
    refusal: undefined,
    preview,
  });

  useCorrection(
    isSameVerdict(found, formData) ? undefined : () => onChange(found),
  );

  return (
    <PreviewFrame
      title={props.schema.title}
      isAsked={asked !== undefined}
      preview={preview}
    />
  );
};

export const vmAdoptionPreviewField = createFormField({
  name: 'VmAdoptionPreview',
  component: VmAdoptionPreviewField,
  schema,
  validation: (value, validation) => {
    const problem = verdictProblem(value);
    if (problem !== undefined) {
      validation.addError(problem);
    }
  },
});
