import { useEffect } from 'react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { stacksOf } from '@backlot/plugin-vm-requests-common';
import { useFormData } from '../formData';
import { ChoicePicker } from '../pickers/ChoicePicker';
import { usePolicy } from '../usePolicy';

const schema = makeFieldSchema({ output: z => z.string().optional() });

/**
 * The stack that a machine is to live in. Nothing is shown where the environment has one: there is
 * nothing to choose, and requesters need not know that there are others.
 */
const VmStackField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, disabled } = props;
  const { policy, environment } = usePolicy(useFormData(props.formContext));
  const offered = policy?.stacks ?? {};
  const names = environment ? stacksOf(environment, offered) : [];
  const several = names.length > 1;
  const isLeftOver = formData !== undefined && policy && !several;

  useEffect(() => {
    if (isLeftOver) {
      onChange(undefined);
    }
  });

  return several ? (
    <ChoicePicker
      id={idSchema?.$id ?? 'stack'}
      label={props.schema.title ?? 'Stack'}
      help={props.schema.description}
      disabled={disabled}
      value={formData ?? names[0]}
      onChange={onChange}
      choices={names.map(value => ({
        value,
        label: offered[value].title ?? value,
      }))}
      invalid={Boolean(rawErrors?.length)}
      autofocus={props.autofocus}
    />
  ) : null;
};

export const vmStackField = createFormField({
  name: 'VmStack',
  component: VmStackField,
  schema,
});
