import { useRef, useState } from 'react';
import FormLabel from '@material-ui/core/FormLabel';
import { Flex, Text, VisuallyHidden } from '@backstage/ui';
import { formatMib } from '@backlot/ui-common';
import {
  AppliedHardware,
  LedgerMachineDetail,
} from '@backlot/plugin-vm-requests-common';
import { describedBy, FieldFrame } from '../FieldFrame';
import { FormButton } from '../FormButton';
import { NumberInput } from '../size/NumberInput';
import { useCorrection } from '../useCorrection';
import {
  changeOf,
  draftOf,
  listProblems,
  offerSizes,
  problemsOf,
  ResizeChange,
  ResizeDraft,
  withDisk,
} from './resizeDraft';
import styles from './ResizeEditor.module.css';

/** What a new disk begins with. */
const FIRST_DISK_GIB = 10;

const Now = ({ id, words }: { id: string; words: string }) => (
  <Text id={id} as="span" color="secondary" className={styles.now}>
    <VisuallyHidden>Now </VisuallyHidden>
    {words} <span aria-hidden>→</span>
  </Text>
);

const DiskRow = (props: {
  id: string;
  label: string;
  /** In GiB; absent for a new one. */
  now?: number;
  value: number;
  disabled: boolean;
  problem: string | undefined;
  describedBy: string;
  onChange: (sizeGib: number) => void;
  onRemove?: () => void;
}) => {
  const { id, label, now, onRemove } = props;
  return (
    <>
      {now === undefined ? (
        <span />
      ) : (
        <Now id={`${id}-now`} words={`${now} GiB`} />
      )}
      <NumberInput
        id={id}
        label={label}
        unit="GiB"
        min={now ?? 1}
        value={props.value}
        disabled={props.disabled}
        problem={props.problem}
        describedBy={
          now === undefined
            ? props.describedBy
            : `${id}-now ${props.describedBy}`
        }
        onChange={props.onChange}
      />
      {onRemove ? (
        <FormButton
          disabled={props.disabled}
          label={`Remove ${label.toLocaleLowerCase('en-US')}`}
          onClick={onRemove}
        >
          Remove
        </FormButton>
      ) : (
        <span />
      )}
    </>
  );
};

/** Sizes of one machine as they are and as they are to be. */
export const ResizeEditor = (props: {
  id: string;
  label: string;
  machine: LedgerMachineDetail;
  hardware: AppliedHardware;
  value: ResizeChange | undefined;
  onChange: (value: ResizeChange) => void;
  disabled: boolean;
  help: string;
  /** Whether the form found something wrong. */
  invalid: boolean;
  autofocus: boolean | undefined;
}) => {
  const { id, machine, hardware, value, onChange, disabled } = props;
  const [draft, setDraft] = useState(() => draftOf(hardware, value));
  const edit = (part: Partial<ResizeDraft>) => setDraft({ ...draft, ...part });
  const problems = problemsOf(hardware, draft);
  const sizes = offerSizes(hardware, machine);
  const change = changeOf(hardware, draft);
  const addButton = useRef<HTMLButtonElement>(null);

  const known = changeOf(hardware, draftOf(hardware, value));
  useCorrection(
    JSON.stringify(known) === JSON.stringify(change)
      ? undefined
      : () => onChange(change),
  );

  const common = { disabled, min: 1 };
  const saidBelow = describedBy(id);
  return (
    <FieldFrame
      id={id}
      help={props.help}
      problems={listProblems(problems)}
      invalid={props.invalid}
    >
      <Flex direction="column" gap="4" role="group" aria-label={props.label}>
        <FormLabel component="div">{props.label}</FormLabel>
        {sizes.length > 0 && (
          <Flex
            gap="2"
            role="group"
            aria-label="Sizes of its environment"
            style={{ flexWrap: 'wrap' }}
          >
            {sizes.map(size => (
              <FormButton
                key={size.name}
                disabled={disabled}
                onClick={() => setDraft(size.apply(draft))}
              >
                {size.label}
              </FormButton>
            ))}
          </Flex>
        )}
        <div className={styles.sizes}>
          <Now id={`${id}-cpus-now`} words={String(hardware.cpus)} />
          <NumberInput
            {...common}
            id={`${id}-cpus`}
            label="CPUs"
            value={draft.cpus}
            problem={problems.cpus}
            describedBy={`${id}-cpus-now ${saidBelow}`}
            autofocus={props.autofocus}
            onChange={cpus => edit({ cpus })}
          />
          <span />
          <Now id={`${id}-memory-now`} words={formatMib(hardware.memoryMib)} />
          <NumberInput
            {...common}
            id={`${id}-memory`}
            label="Memory"
            unit="GiB"
            step="any"
            value={draft.memoryMib / 1024}
            problem={problems.memoryMib}
            describedBy={`${id}-memory-now ${saidBelow}`}
            onChange={gib => edit({ memoryMib: gib * 1024 })}
          />
          <span />
          {hardware.disks.map(({ label, sizeGib: now }, index) => (
            <DiskRow
              key={label}
              id={`${id}-disk-${label}`}
              label={`Disk ${label}`}
              now={now}
              disabled={disabled}
              value={draft.disks[index].sizeGib}
              problem={problems.disks[label]}
              describedBy={saidBelow}
              onChange={sizeGib =>
                edit({
                  disks: draft.disks.map(disk =>
                    disk.label === label ? { label, sizeGib } : disk,
                  ),
                })
              }
            />
          ))}
          {draft.addDisks.map(({ key, sizeGib }, index) => (
            <DiskRow
              key={key}
              id={`${id}-new-disk-${key}`}
              label={`New disk ${index + 1}`}
              disabled={disabled}
              value={sizeGib}
              problem={problems.addDisks[key]}
              describedBy={saidBelow}
              onChange={size =>
                edit({
                  addDisks: draft.addDisks.map(disk =>
                    disk.key === key ? { key, sizeGib: size } : disk,
                  ),
                })
              }
              onRemove={() => {
                edit({
                  addDisks: draft.addDisks.filter(disk => disk.key !== key),
                });
                addButton.current?.focus();
              }}
            />
          ))}
          <div className={styles.add}>
            <FormButton
              ref={addButton}
              disabled={disabled}
              onClick={() => setDraft(withDisk(draft, FIRST_DISK_GIB))}
            >
              Add a disk
            </FormButton>
          </div>
        </div>
      </Flex>
    </FieldFrame>
  );
};
