import TextField from '@material-ui/core/TextField';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { wordsOf } from '@backlot/ui-common';
import { describedBy, FieldFrame } from '../FieldFrame';
import { useFormData } from '../formData';
import { usePolicy } from '../usePolicy';

const schema = makeFieldSchema({ output: z => z.string().optional() });

/** From when a request may be applied, by the clocks of the policy's time zone. */
const VmStartField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, disabled } = props;
  const { policy, error, reload } = usePolicy(useFormData(props.formContext));
  const id = idSchema?.$id ?? 'startAt';
  const invalid = Boolean(rawErrors?.length);
  return (
    <FieldFrame
      id={id}
      help={
        policy
          ? `In the time of ${policy.timeZone}. It is planned and approved at once, and applied from then on; empty: as soon as it is approved.`
          : 'Loading …'
      }
      problems={error ? [wordsOf(error)] : []}
      invalid={invalid}
      onRetry={error && reload}
    >
      <TextField
        type="datetime-local"
        id={id}
        label={props.schema.title ?? 'Start'}
        value={formData ?? ''}
        onChange={event => onChange(event.target.value || undefined)}
        disabled={disabled}
        error={invalid || error !== undefined}
        InputLabelProps={{ htmlFor: id, shrink: true }}
        inputProps={{ 'aria-describedby': describedBy(id) }}
      />
    </FieldFrame>
  );
};

export const vmStartField = createFormField({
  name: 'VmStart',
  component: VmStartField,
  schema,
});
