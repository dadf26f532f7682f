import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { wordsOf } from '@backlot/plugin-vm-inventory-react';
import { formDataOf } from '../formData';
import { ChoicePicker } from '../pickers/ChoicePicker';
import { usePolicy } from '../usePolicy';

const schema = makeFieldSchema({
  output: z => z.object({ source: z.string(), datacenter: z.string() }),
});

/** The datacenter, and with it the source that it belongs to. */
const VmPlaceField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required } = props;
  const form = formDataOf(props.formContext);
  const { value: policy, error } = usePolicy();
  const sites = policy?.environments[form.environment ?? '']?.sites;
  return (
    <ChoicePicker
      id={idSchema?.$id ?? 'place'}
      label={props.schema.title ?? 'Datacenter'}
      required={required}
      value={formData?.datacenter && JSON.stringify(keyOf(formData))}
      onChange={key => {
        const [source, datacenter] = key ? JSON.parse(key) : [];
        onChange(key ? { source, datacenter } : undefined);
      }}
      chooseOnly
      hint={form.environment ? undefined : 'Choose an environment first.'}
      choices={
        sites &&
        [
          ...new Map(sites.map(site => [JSON.stringify(keyOf(site)), site])),
        ].map(([value, site]) => ({
          value,
          label: site.title ?? site.datacenter,
          detail: `${site.datacenter} in ${site.source}`,
        }))
      }
      errors={error ? [wordsOf(error)] : rawErrors}
    />
  );
};

function keyOf(place: { source: string; datacenter: string }) {
  return [place.source, place.datacenter];
}

export const vmPlaceField = createFormField({
  name: 'VmPlace',
  component: VmPlaceField,
  schema,
});
