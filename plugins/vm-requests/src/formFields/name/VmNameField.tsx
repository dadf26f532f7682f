import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { ResponseError } from '@backstage/errors';
import TextField from '@material-ui/core/TextField';
import { wordsOf } from '@backlot/ui-common';
import { nameProblem } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { blueprintName, blueprintOptions } from '../blueprintName';
import { describedBy, FieldFrame } from '../FieldFrame';
import { formDataOf, isSeveral, useFormData } from '../formData';
import { useFirstFocus } from '../useFirstFocus';
import { useValidity } from '../useValidity';
import { useNameCheck } from './useNameCheck';

const schema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: blueprintOptions,
});

/** Says while one types whether the name can be had. */
const VmNameField = (props: typeof schema.TProps) => {
  const { formData = '', onChange, rawErrors, idSchema, required } = props;
  const id = idSchema?.$id ?? 'name';
  const { problem, note } = useNameCheck(
    formData,
    useFormData(props.formContext),
    blueprintName(props.uiSchema),
  );
  const inputRef = useValidity(problem);
  useFirstFocus(inputRef, props.autofocus);
  const invalid = Boolean(rawErrors?.length);
  return (
    <FieldFrame
      id={id}
      help={
        note ??
        props.schema.description ??
        'Lowercase letters, digits and hyphens.'
      }
      problems={problem ? [problem] : []}
      invalid={invalid}
    >
      <TextField
        id={id}
        label={props.schema.title ?? 'Name'}
        required={required}
        disabled={props.disabled}
        value={formData}
        onChange={event => onChange(event.target.value)}
        error={invalid || problem !== undefined}
        inputRef={inputRef}
        inputProps={{
          autoComplete: 'off',
          autoCapitalize: 'none',
          spellCheck: false,
          'aria-describedby': describedBy(id),
        }}
      />
    </FieldFrame>
  );
};

export const vmNameField = createFormField({
  name: 'VmName',
  component: VmNameField,
  schema,
  validation: async (value, validation, { apiHolder, formData, uiSchema }) => {
    const problem = nameProblem(value ?? '');
    if (problem) {
      validation.addError(problem);
      return;
    }
    const form = formDataOf({ formData });
    const { environment, place, network } = form;
    const api = apiHolder.get(vmRequestsApiRef);
    // Of several it is a part of their names.
    if (!api || !environment || isSeveral(form)) {
      return;
    }
    try {
      const { available, fqdn, reason } = await api.checkName({
        name: value,
        environment,
        source: place?.source,
        network,
        blueprint: blueprintName(uiSchema),
      });
      if (!available) {
        validation.addError(reason ?? `${fqdn} is taken.`);
      }
    } catch (error) {
      // Out of reach is no verdict: the field says so, and the ledger looks again when it opens the
      // request.
      if (error instanceof ResponseError && error.statusCode < 500) {
        validation.addError(wordsOf(error));
      }
    }
  },
});
