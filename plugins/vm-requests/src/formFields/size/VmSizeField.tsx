import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { wordsOf } from '@backlot/ui-common';
import { sizesOf } from '@backlot/plugin-vm-requests-common';
import { blueprintName, blueprintOptions } from '../blueprintName';
import { describedBy, FieldFrame } from '../FieldFrame';
import { useFormData } from '../formData';
import { usePolicy } from '../usePolicy';
import { useCorrection } from '../useCorrection';
import { offerSizes } from './sizeWords';

const schema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: blueprintOptions,
});

/** The named sizes of the blueprint or the environment, and `custom`. */
const VmSizeField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required, disabled } = props;
  const id = idSchema?.$id ?? 'size';
  const { policy, environment, blueprint, error, reload } = usePolicy(
    useFormData(props.formContext),
    blueprintName(props.uiSchema),
  );
  const sizes =
    environment &&
    offerSizes({
      sizes: sizesOf(environment, blueprint),
      limits: environment.limits,
    });

  const isLeftOver =
    formData && sizes && !sizes.some(({ value }) => value === formData);
  useCorrection(isLeftOver ? () => onChange(undefined) : undefined);

  const hint = policy ? 'Choose an environment first.' : 'Loading …';
  const help = environment || error ? props.schema.description : hint;
  return (
    <FieldFrame
      id={id}
      help={help}
      problems={error ? [wordsOf(error)] : []}
      invalid={Boolean(rawErrors?.length)}
      onRetry={error && reload}
    >
      <FormLabel id={`${id}-label`} required={required}>
        {props.schema.title ?? 'Size'}
      </FormLabel>
      <RadioGroup
        aria-labelledby={`${id}-label`}
        aria-describedby={describedBy(id)}
        name={id}
        value={formData ?? ''}
        onChange={event => onChange(event.target.value)}
      >
        {sizes?.map(({ value, label }) => (
          <FormControlLabel
            key={value}
            value={value}
            control={<Radio color="primary" />}
            label={label}
            disabled={disabled}
          />
        ))}
      </RadioGroup>
    </FieldFrame>
  );
};

export const vmSizeField = createFormField({
  name: 'VmSize',
  component: VmSizeField,
  schema,
});
