import { useRef } from 'react';
import FormLabel from '@material-ui/core/FormLabel';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { Flex } from '@backstage/ui';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import {
  DEFAULT_FILE_SYSTEM,
  FileSystem,
  fileSystemSchema,
  MOST_EXTRA_DISKS,
  RequestedDisk,
} from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { blueprintName, blueprintOptions } from '../blueprintName';
import { describedBy, FieldFrame } from '../FieldFrame';
import { FormButton } from '../FormButton';
import { formDataOf, useFormData } from '../formData';
import styles from '../rows.module.css';
import { NumberInput } from '../size/NumberInput';
import { chosenOf, usePolicy } from '../usePolicy';
import {
  DiskPolicy,
  diskProblems,
  diskTitle,
  firstDisk,
  mayMount,
} from './diskProblems';

const schema = makeFieldSchema({
  output: z =>
    z.array(
      z.object({
        sizeGib: z.number(),
        mountPoint: z.string().optional(),
        fileSystem: z.enum(['xfs', 'ext4']).optional(),
      }),
    ),
  uiOptions: blueprintOptions,
});

function helpOf(mounts: boolean | undefined): string {
  return mounts === false
    ? 'They are attached empty: format them in the guest.'
    : 'With a mount point, the guest formats and mounts the disk at its first boot. Without one it stays empty.';
}

/** Nothing of a mount point that is not there. */
function withMountPoint(disk: RequestedDisk, typed: string): RequestedDisk {
  const { sizeGib, fileSystem } = disk;
  const mountPoint = typed.trim();
  return mountPoint === ''
    ? { sizeGib }
    : { sizeGib, mountPoint, fileSystem: fileSystem ?? DEFAULT_FILE_SYSTEM };
}

const DiskRow = (props: {
  id: string;
  title: string;
  disk: RequestedDisk;
  /** Whether the guest can mount it. */
  mounts: boolean;
  disabled: boolean;
  describedBy: string;
  onChange: (disk: RequestedDisk) => void;
  onRemove: () => void;
}) => {
  const { id, title, disk, mounts, disabled, onChange } = props;
  return (
    <div className={styles.row} role="group" aria-label={title}>
      <div className={styles.narrow}>
        <NumberInput
          id={`${id}-size`}
          label={`${title}, size`}
          unit="GiB"
          min={1}
          value={disk.sizeGib}
          disabled={disabled}
          problem={undefined}
          describedBy={props.describedBy}
          onChange={sizeGib => onChange({ ...disk, sizeGib })}
        />
      </div>
      {mounts && (
        <>
          <TextField
            id={`${id}-mount-point`}
            className={styles.wide}
            label={`${title}, mount point`}
            placeholder="/srv/data"
            value={disk.mountPoint ?? ''}
            disabled={disabled}
            onChange={event =>
              onChange(withMountPoint(disk, event.target.value))
            }
            inputProps={{
              spellCheck: false,
              autoComplete: 'off',
              'aria-describedby': props.describedBy,
            }}
          />
          <TextField
            select
            id={`${id}-file-system`}
            className={styles.narrow}
            label={`${title}, file system`}
            value={disk.fileSystem ?? DEFAULT_FILE_SYSTEM}
            disabled={disabled || disk.mountPoint === undefined}
            onChange={event =>
              onChange({
                ...disk,
                fileSystem: event.target.value as FileSystem,
              })
            }
            InputLabelProps={{ htmlFor: `${id}-file-system` }}
          >
            {fileSystemSchema.options.map(name => (
              <MenuItem key={name} value={name}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        </>
      )}
      <FormButton
        disabled={disabled}
        label={`Remove ${title.toLocaleLowerCase('en-US')}`}
        onClick={props.onRemove}
      >
        Remove
      </FormButton>
    </div>
  );
};

/** Disks beside the template's, each with its size and where the guest mounts it. */
const VmDataDisksField = (props: typeof schema.TProps) => {
  const { formData: disks = [], onChange, rawErrors, idSchema } = props;
  const id = idSchema?.$id ?? 'extraDisks';
  const disabled = props.disabled ?? false;
  const form = useFormData(props.formContext);
  const name = blueprintName(props.uiSchema);
  const { environment, blueprint, error, reload } = usePolicy(form, name);
  const policy: DiskPolicy = { name, environment, blueprint };
  const mounts = mayMount(policy);
  const addButton = useRef<HTMLButtonElement>(null);
  const label = props.schema.title ?? 'Data disks';
  return (
    <FieldFrame
      id={id}
      help={props.schema.description ?? helpOf(mounts)}
      problems={error ? [error.message] : diskProblems(policy, disks)}
      invalid={Boolean(rawErrors?.length)}
      onRetry={error && reload}
    >
      <Flex direction="column" gap="3" role="group" aria-label={label}>
        <FormLabel component="div">{label}</FormLabel>
        {disks.map((disk, index) => (
          <DiskRow
            key={index}
            id={`${id}-${index}`}
            title={diskTitle(policy, index)}
            disk={disk}
            mounts={mounts !== false}
            disabled={disabled}
            describedBy={describedBy(id)}
            onChange={changed =>
              onChange(
                disks.map((other, place) =>
                  place === index ? changed : other,
                ),
              )
            }
            onRemove={() => {
              onChange(disks.filter((_, place) => place !== index));
              addButton.current?.focus();
            }}
          />
        ))}
        <div>
          <FormButton
            ref={addButton}
            disabled={disabled || disks.length >= MOST_EXTRA_DISKS}
            onClick={() => onChange([...disks, firstDisk])}
          >
            Add a data disk
          </FormButton>
        </div>
      </Flex>
    </FieldFrame>
  );
};

export const vmDataDisksField = createFormField({
  name: 'VmDataDisks',
  component: VmDataDisksField,
  schema,
  validation: async (
    value = [],
    validation,
    { apiHolder, formData, uiSchema },
  ) => {
    const name = blueprintName(uiSchema);
    const policy = await apiHolder.get(vmRequestsApiRef)?.getPolicy();
    const chosen = chosenOf(policy, formDataOf({ formData }), name);
    diskProblems({ name, ...chosen }, value).forEach(problem =>
      validation.addError(problem),
    );
  },
});
