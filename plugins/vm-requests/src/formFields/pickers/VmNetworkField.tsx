import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { useFormData } from '../formData';
import { usePolicy } from '../usePolicy';
import { ChoicePicker } from './ChoicePicker';
import { useNetworkChoices } from './useNetworkChoices';

const schema = makeFieldSchema({ output: z => z.string() });

/** The networks of policy that the inventory has, reachable from the chosen cluster. */
const VmNetworkField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required, disabled } = props;
  const form = useFormData(props.formContext);
  const { policy, site, error, reload } = usePolicy(form);
  const networks = useNetworkChoices(site, form);
  return (
    <ChoicePicker
      id={idSchema?.$id ?? 'network'}
      label={props.schema.title ?? 'Network'}
      required={required}
      disabled={disabled}
      value={formData}
      onChange={onChange}
      chooseOnly
      hint={policy && !site ? 'Choose a datacenter first.' : undefined}
      choices={networks.value?.choices}
      help={networks.value?.note ?? props.schema.description}
      problem={error ?? networks.error}
      onRetry={error ? reload : networks.reload}
      invalid={Boolean(rawErrors?.length)}
      autofocus={props.autofocus}
    />
  );
};

export const vmNetworkField = createFormField({
  name: 'VmNetwork',
  component: VmNetworkField,
  schema,
});
