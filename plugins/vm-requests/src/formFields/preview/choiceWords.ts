import {
  OfferedPolicy,
  PolicyEnvironment,
  checkSshPublicKey,
  sizesOf,
  stacksOf,
} from '@backlot/plugin-vm-requests-common';
import { MachineFormData } from '../formData';
import { Choice } from '../pickers/ChoicePicker';
import { MOST_ROOM } from '../pickers/mostRoom';
import { diskWords } from '../disks/diskWords';
import { sizeWords } from '../size/sizeWords';
import { chosenOf } from '../usePolicy';

/** What was chosen in the form, each under its field's name, as people say it. */
export type ChoiceWords = Partial<
  Record<
    | 'name'
    | 'blueprint'
    | 'environment'
    | 'stack'
    | 'size'
    | 'place'
    | 'cluster'
    | 'network'
    | 'extraCards'
    | 'template'
    | 'extraDisks'
    | 'requestedFor'
    | 'owner'
    | 'sshPublicKeys'
    | 'purpose'
    | 'startAt',
    string
  >
>;

/** Says nothing of what nobody asked for. */
function listed(
  field: 'extraCards' | 'extraDisks',
  words: readonly string[] = [],
): ChoiceWords {
  return words.length > 0 ? { [field]: words.join(', ') } : {};
}

function keyWords(key: string): string[] {
  const check = checkSshPublicKey(key);
  return check.ok ? [`${check.type} ${check.comment}`.trim()] : [];
}

/** Says nothing where there is nothing to choose. */
function stackWords(
  policy: OfferedPolicy | undefined,
  environment: PolicyEnvironment | undefined,
  chosen: string | undefined,
): ChoiceWords {
  const stacks = policy?.stacks ?? {};
  const names = environment ? stacksOf(environment, stacks) : [];
  if (names.length < 2) {
    return {};
  }
  const stack = chosen ?? names[0];
  return { stack: stacks[stack]?.title ?? stack };
}

/**
 * What was chosen in the form, as people say it, in the order of the form. What policy or catalog do
 * not name stays as it is.
 */
export function choiceWords(
  form: MachineFormData,
  known: {
    /** Name of the blueprint. */
    blueprint: string;
    policy?: OfferedPolicy;
    owners?: readonly Choice[];
    /** Of several machines. */
    names?: readonly string[];
  },
): ChoiceWords {
  const { environment, site, blueprint } = chosenOf(
    known.policy,
    form,
    known.blueprint,
  );
  const sizes = environment ? sizesOf(environment, blueprint) : {};
  const owner = known.owners?.find(({ value }) => value === form.owner);
  return {
    name: known.names?.join(', ') ?? form.name,
    blueprint: blueprint?.title ?? known.blueprint,
    environment: environment?.title ?? form.environment,
    ...stackWords(known.policy, environment, form.stack),
    size: form.size && sizeWords(sizes, form.size, form.custom),
    place: site?.title ?? form.place?.datacenter,
    cluster: form.cluster ?? MOST_ROOM,
    network: form.network,
    ...listed(
      'extraCards',
      form.extraCards?.map(({ network }) => network),
    ),
    template: form.template,
    ...listed('extraDisks', form.extraDisks?.map(diskWords)),
    sshPublicKeys: form.sshPublicKeys?.flatMap(keyWords).join(', '),
    requestedFor: form.requestedFor,
    owner: owner?.label ?? form.owner,
    purpose: form.purpose,
    startAt:
      form.startAt &&
      `${form.startAt.replace('T', ', ')} (${known.policy?.timeZone ?? 'UTC'})`,
  };
}
