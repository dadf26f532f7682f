import { useState } from 'react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import TextField from '@material-ui/core/TextField';
import { describedBy, FieldFrame } from '../FieldFrame';
import { useFormData } from '../formData';
import { useFirstFocus } from '../useFirstFocus';
import { useValidity } from '../useValidity';
import { useCorrection } from '../useCorrection';
import { isPrivateKey, privateKeyProblem, readKeys } from './readKeys';

const schema = makeFieldSchema({ output: z => z.array(z.string()) });

/** What the ledger accepts. */
const MOST_KEYS = 20;

/**
 * Stands in the form's data for a line that is no public key: the form cannot go on with it, and the
 * line itself, which may be a secret, stays out of what is kept in the URL.
 */
const NO_KEY = '';

/** SSH public keys, one a line, each checked. */
const VmSshKeysField = (props: typeof schema.TProps) => {
  const { formData = [], onChange, rawErrors, idSchema, required } = props;
  const id = idSchema?.$id ?? 'sshPublicKeys';
  useFormData(props.formContext);
  const given = formData.filter(key => key !== NO_KEY);
  const [text, setText] = useState(given.join('\n'));
  const [refused, setRefused] = useState(false);
  const { names, problems } = readKeys(text);
  const inputRef = useValidity<HTMLTextAreaElement>(problems[0]);
  useFirstFocus(inputRef, props.autofocus);
  if (refused && privateKeyProblem) {
    problems.push(`${privateKeyProblem} What you entered was not kept.`);
  }

  // Lines that were no keys are not there any more when one comes back to this page.
  useCorrection(
    given.length < formData.length ? () => onChange(given) : undefined,
    [],
  );

  const change = (typed: string) => {
    const secret = isPrivateKey(typed);
    const kept = secret ? '' : typed;
    const read = readKeys(kept);
    setRefused(secret);
    setText(kept);
    onChange([...read.keys, ...read.problems.map(() => NO_KEY)]);
  };
  const invalid = Boolean(rawErrors?.length);
  return (
    <FieldFrame
      id={id}
      help={
        names.length > 0
          ? `Can sign in: ${names.join(', ')}`
          : props.schema.description ??
            'One public key per line, as in ~/.ssh/id_ed25519.pub.'
      }
      problems={problems}
      invalid={invalid}
    >
      <TextField
        id={id}
        label={props.schema.title ?? 'SSH public keys'}
        required={required}
        disabled={props.disabled}
        multiline
        minRows={3}
        maxRows={10}
        value={text}
        onChange={event => change(event.target.value)}
        error={invalid || problems.length > 0}
        inputRef={inputRef}
        inputProps={{
          spellCheck: false,
          autoComplete: 'off',
          'aria-describedby': describedBy(id),
        }}
      />
    </FieldFrame>
  );
};

export const vmSshKeysField = createFormField({
  name: 'VmSshKeys',
  component: VmSshKeysField,
  schema,
  validation: (value = [], validation) => {
    if (value.length === 0) {
      validation.addError('Enter at least one SSH public key.');
    }
    if (value.includes(NO_KEY)) {
      validation.addError('Correct or remove what is not an SSH public key.');
    }
    if (value.length > MOST_KEYS) {
      validation.addError(
        `You can enter at most ${MOST_KEYS} SSH public keys.`,
      );
    }
  },
});
