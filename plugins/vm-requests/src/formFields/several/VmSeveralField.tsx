import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import TextField from '@material-ui/core/TextField';
import { wordsOf } from '@backlot/ui-common';
import {
  DEFAULT_NAME_PATTERN,
  machinesAtOnceOf,
  parseNamePattern,
  PolicyEnvironment,
} from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { blueprintName, blueprintOptions } from '../blueprintName';
import { describedBy, FieldFrame } from '../FieldFrame';
import {
  formDataOf,
  isSeveral,
  MachineFormData,
  useFormData,
} from '../formData';
import { NumberInput } from '../size/NumberInput';
import { chosenOf, usePolicy } from '../usePolicy';
import { useValidity } from '../useValidity';
import { useOfferedNames } from './useOfferedNames';

const schema = makeFieldSchema({
  output: z => z.object({ count: z.number(), pattern: z.string() }).partial(),
  uiOptions: blueprintOptions,
});

/** What is wrong with how many are asked for; undefined where nothing is. */
function countProblem(
  count: number,
  environment: PolicyEnvironment | undefined,
): string | undefined {
  if (!Number.isInteger(count) || count < 1) {
    return 'Ask for one machine, or for more.';
  }
  const most = environment && machinesAtOnceOf(environment);
  return environment && most !== undefined && count > most
    ? `At most ${most} can be requested at once in ${environment.title}.`
    : undefined;
}

function patternProblem(pattern: string): string | undefined {
  const read = parseNamePattern(pattern);
  return 'problem' in read ? read.problem : undefined;
}

/** The names as they would be, or what is to be said of them. */
function useNamesNote(
  form: MachineFormData,
  blueprint: string,
): { note: string; problem?: string } {
  const { value, error, loading } = useOfferedNames(form, blueprint);
  if (error) {
    return { note: `Could not look for free names: ${wordsOf(error)}` };
  }
  if (value?.problem !== undefined) {
    return { note: '', problem: value.problem };
  }
  if (value) {
    return { note: `Names: ${value.names.join(', ')}` };
  }
  return {
    note: loading
      ? 'Looking for free names …'
      : 'The names are shown here once name and environment are there.',
  };
}

/** Of more than one, the pattern of their names with a preview. */
const Names = (props: {
  id: string;
  form: MachineFormData;
  blueprint: string;
  pattern: string;
  disabled?: boolean;
  onChange: (pattern: string) => void;
}) => {
  const { id, form, blueprint, pattern, disabled, onChange } = props;
  const { note, problem: taken } = useNamesNote(form, blueprint);
  const problem = patternProblem(pattern) ?? taken;
  const inputRef = useValidity(problem);
  return (
    <FieldFrame
      id={`${id}-pattern`}
      help={
        <>
          {'{app}'} is the name above, {'{env}'} the environment, {'{seq:02}'} a
          number of two digits. {note}
        </>
      }
      problems={problem === undefined ? [] : [problem]}
    >
      <TextField
        id={`${id}-pattern`}
        label="Names"
        required
        disabled={disabled}
        value={pattern}
        onChange={event => onChange(event.target.value)}
        error={problem !== undefined}
        inputRef={inputRef}
        inputProps={{
          autoComplete: 'off',
          autoCapitalize: 'none',
          spellCheck: false,
          'aria-describedby': describedBy(`${id}-pattern`),
        }}
      />
    </FieldFrame>
  );
};

/** How many machines are asked for, and what they are called when it is more than one. */
const VmSeveralField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, disabled } = props;
  const id = idSchema?.$id ?? 'several';
  const form = useFormData(props.formContext);
  const { environment } = usePolicy(form);
  const count = formData?.count ?? 1;
  const pattern = formData?.pattern ?? DEFAULT_NAME_PATTERN;
  const problem = countProblem(count, environment);
  return (
    <>
      <FieldFrame
        id={id}
        help={
          props.schema.description ??
          'Each gets a request, an address and a pull request of its own; they are approved at once.'
        }
        problems={problem === undefined ? [] : [problem]}
        invalid={Boolean(rawErrors?.length)}
      >
        <NumberInput
          id={id}
          label={props.schema.title ?? 'How many'}
          min={1}
          value={count}
          disabled={disabled}
          problem={problem}
          describedBy={describedBy(id)}
          onChange={many =>
            onChange(many === 1 ? undefined : { count: many, pattern })
          }
        />
      </FieldFrame>
      {count > 1 && (
        <Names
          id={id}
          form={{ ...form, several: { count, pattern } }}
          blueprint={blueprintName(props.uiSchema)}
          pattern={pattern}
          disabled={disabled}
          onChange={text => onChange({ count, pattern: text })}
        />
      )}
    </>
  );
};

export const vmSeveralField = createFormField({
  name: 'VmSeveral',
  component: VmSeveralField,
  schema,
  validation: async (value, validation, { apiHolder, formData }) => {
    if (value?.count === undefined) {
      return;
    }
    const form = formDataOf({ formData });
    const policy = await apiHolder.get(vmRequestsApiRef)?.getPolicy();
    const { environment } = chosenOf(policy, form);
    const problem =
      countProblem(value.count, environment) ??
      (isSeveral(form) ? patternProblem(value.pattern ?? '') : undefined);
    if (problem) {
      validation.addError(problem);
    }
  },
});
