import { useApi } from '@backstage/core-plugin-api';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import {
  useLoad,
  vmInventoryApiRef,
  wordsOf,
} from '@backlot/plugin-vm-inventory-react';
import { formDataOf } from '../formData';
import { chosenOf, usePolicy } from '../usePolicy';
import { ChoicePicker } from './ChoicePicker';
import { freshnessNote } from './freshnessNote';

const schema = makeFieldSchema({ output: z => z.string() });

/** The templates of the chosen datacenter that policy allows, newest name first. */
const VmTemplateField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required } = props;
  const inventory = useApi(vmInventoryApiRef);
  const form = formDataOf(props.formContext);
  const { value: policy } = usePolicy();
  const { site } = chosenOf(policy, form);
  const { value, error } = useLoad(
    async signal => {
      if (!site) {
        return undefined;
      }
      const { source } = site;
      const datacenters = await inventory.list(
        'datacenter',
        { filter: { source, name: site.datacenter } },
        { signal },
      );
      const [datacenter] = datacenters.items;
      return inventory.list(
        'template',
        {
          filter: { source, datacenter: datacenter?.id ?? '' },
          sort: '-name',
          limit: 1000,
        },
        { signal },
      );
    },
    [site?.source, site?.datacenter],
  );
  const allowed = site?.templates.map(patternOf);
  return (
    <ChoicePicker
      id={idSchema?.$id ?? 'template'}
      label={props.schema.title ?? 'Template'}
      required={required}
      value={formData}
      onChange={onChange}
      chooseOnly
      hint={site ? undefined : 'Choose a datacenter first.'}
      choices={value?.items
        .filter(template =>
          allowed?.some(pattern => pattern.test(template.name)),
        )
        .map(template => ({
          value: template.name,
          label: template.name,
          detail: `${template.guestName ?? template.guestId}, ${template.disks
            .map(disk => `${Math.round(disk.sizeBytes / 1024 ** 3)} GiB`)
            .join(' + ')} disk`,
        }))}
      help={value && freshnessNote(value.freshness, site?.source)}
      errors={error ? [wordsOf(error)] : rawErrors}
    />
  );
};

/** `*` stands for any text. */
function patternOf(text: string): RegExp {
  const escaped = text
    .split('*')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${escaped}$`);
}

export const vmTemplateField = createFormField({
  name: 'VmTemplate',
  component: VmTemplateField,
  schema,
});
