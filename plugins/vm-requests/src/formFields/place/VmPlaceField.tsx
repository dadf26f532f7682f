import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { Place, useFormData } from '../formData';
import { ChoicePicker } from '../pickers/ChoicePicker';
import { usePolicy } from '../usePolicy';

const schema = makeFieldSchema({
  output: z => z.object({ source: z.string(), datacenter: z.string() }),
});

/** A place as one word. */
function keyOf({ source, datacenter }: Place): string {
  return JSON.stringify([source, datacenter]);
}

/** The datacenter, and with it the source that it belongs to. */
const VmPlaceField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required, disabled } = props;
  const { policy, environment, error, reload } = usePolicy(
    useFormData(props.formContext),
  );
  const places = environment && [
    ...new Map(environment.sites.map(site => [keyOf(site), site])),
  ];
  return (
    <ChoicePicker
      id={idSchema?.$id ?? 'place'}
      label={props.schema.title ?? 'Datacenter'}
      help={props.schema.description}
      required={required}
      disabled={disabled}
      // The form gives an empty object to what has no value yet.
      value={formData?.datacenter && keyOf(formData)}
      onChange={key => {
        const site = places?.find(([candidate]) => candidate === key)?.[1];
        onChange(site && { source: site.source, datacenter: site.datacenter });
      }}
      chooseOnly
      hint={policy && !environment ? 'Choose an environment first.' : undefined}
      choices={places?.map(([value, site]) => ({
        value,
        label: site.title ?? site.datacenter,
        detail: `${site.datacenter} in ${site.source}`,
      }))}
      problem={error}
      onRetry={reload}
      invalid={Boolean(rawErrors?.length)}
      autofocus={props.autofocus}
    />
  );
};

export const vmPlaceField = createFormField({
  name: 'VmPlace',
  component: VmPlaceField,
  schema,
  validation: (value, validation) => {
    if (!value?.datacenter) {
      validation.addError('Choose a datacenter.');
    }
  },
});
