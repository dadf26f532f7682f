import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import {
  Template,
  templateProblemsFor,
} from '@backlot/plugin-vm-inventory-common';
import { formatBytes } from '@backlot/ui-common';
import {
  fitsBlueprint,
  matchesPattern,
} from '@backlot/plugin-vm-requests-common';
import { blueprintName, blueprintOptions } from '../blueprintName';
import { useFormData } from '../formData';
import { usePolicy } from '../usePolicy';
import { Choice, ChoicePicker } from './ChoicePicker';
import { useInSite } from './useInSite';

const schema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: blueprintOptions,
});

function choiceOf(template: Template, providerVersion?: string): Choice {
  const { name, guestName, guestId, disks } = template;
  const problems =
    guestId === undefined
      ? ['Its source does not know its configuration.']
      : templateProblemsFor(template, providerVersion);
  const sizes = disks.map(({ sizeBytes }) => formatBytes(sizeBytes));
  return {
    value: name,
    label: name,
    detail:
      problems.length > 0
        ? `Cannot be used. ${problems.join(' ')}`
        : `${guestName ?? guestId}, ${
            sizes.length > 0 ? `${sizes.join(' + ')} disk` : 'no disk'
          }`,
    disabled: problems.length > 0,
  };
}

/** The templates of the chosen datacenter that policy and the blueprint allow, newest name first. */
const VmTemplateField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required, disabled } = props;
  const { policy, site, blueprint, error, reload } = usePolicy(
    useFormData(props.formContext),
    blueprintName(props.uiSchema),
  );
  const templates = useInSite(
    site,
    async (inventory, { source, datacenter }, signal) => {
      const { items, freshness } = await inventory.list(
        'template',
        { filter: { source, datacenter }, sort: '-name', limit: 1000 },
        { signal },
      );
      const folders = blueprint?.templates.folders
        ? items.flatMap(({ folder }) => folder ?? [])
        : [];
      const paths = new Map(
        await Promise.all(
          [...new Set(folders)].map(async id => {
            const { path } = await inventory.get(
              'folder',
              { source, id },
              { signal },
            );
            return [id, path] as const;
          }),
        ),
      );
      return { items, freshness, paths };
    },
  );
  return (
    <ChoicePicker
      id={idSchema?.$id ?? 'template'}
      label={props.schema.title ?? 'Template'}
      required={required}
      disabled={disabled}
      value={formData}
      onChange={onChange}
      chooseOnly
      hint={policy && !site ? 'Choose a datacenter first.' : undefined}
      choices={
        policy &&
        templates.value?.found.items
          .filter(
            ({ name, guestId, folder = '' }) =>
              site?.templates.some(pattern => matchesPattern(pattern, name)) &&
              blueprint &&
              fitsBlueprint(blueprint, {
                name,
                guestId,
                folder: templates.value?.found.paths.get(folder),
              }),
          )
          .map(template => choiceOf(template, blueprint?.providerVersion))
      }
      help={templates.value?.note ?? props.schema.description}
      problem={error ?? templates.error}
      onRetry={error ? reload : templates.reload}
      invalid={Boolean(rawErrors?.length)}
      autofocus={props.autofocus}
    />
  );
};

export const vmTemplateField = createFormField({
  name: 'VmTemplate',
  component: VmTemplateField,
  schema,
});
