import { useState } from 'react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import TextField from '@material-ui/core/TextField';
import { checkSshPublicKey } from '@backlot/plugin-vm-requests-common';
import { FieldFrame } from '../FieldFrame';

const schema = makeFieldSchema({ output: z => z.array(z.string()) });

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

/** SSH public keys, one a line, each checked. */
const VmSshKeysField = (props: typeof schema.TProps) => {
  const { formData = [], onChange, rawErrors, idSchema, required } = props;
  const id = idSchema?.$id ?? 'sshPublicKeys';
  const [text, setText] = useState(formData.join('\n'));
  const checks = linesOf(text).map(checkSshPublicKey);
  const problems = checks.flatMap((check, index) =>
    check.ok ? [] : [`Line ${index + 1}: ${check.problem}`],
  );
  const understood = checks.flatMap(check =>
    check.ok ? [`${check.type} ${check.comment}`.trim()] : [],
  );
  return (
    <FieldFrame
      id={id}
      help={
        understood.length > 0
          ? `Can sign in: ${understood.join(', ')}`
          : 'One public key a line, as in ~/.ssh/id_ed25519.pub.'
      }
      errors={problems.length > 0 ? problems : rawErrors}
    >
      <TextField
        id={id}
        label={props.schema.title ?? 'SSH public keys'}
        required={required}
        multiline
        minRows={3}
        maxRows={10}
        value={text}
        onChange={event => {
          setText(event.target.value);
          const lines = linesOf(event.target.value);
          // A private key must not get as far as the form's data, which is kept in the URL.
          onChange(lines.filter(line => checkSshPublicKey(line).ok));
        }}
        error={problems.length > 0}
        inputProps={{ spellCheck: false, 'aria-describedby': `${id}-help` }}
      />
    </FieldFrame>
  );
};

export const vmSshKeysField = createFormField({
  name: 'VmSshKeys',
  component: VmSshKeysField,
  schema,
  validation: (value, validation) => {
    if (!value || value.length === 0) {
      validation.addError('Give at least one SSH public key.');
    }
  },
});
