import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import TextField from '@material-ui/core/TextField';
import { wordsOf } from '@backlot/plugin-vm-inventory-react';
import { nameProblem } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { FieldFrame } from '../FieldFrame';
import { formDataOf } from '../formData';
import { useKeepFormData } from '../useKeepFormData';

const schema = makeFieldSchema({ output: z => z.string() });

const CHECK_AFTER_MS = 300;

/** Says while one types whether the name can be had. */
const VmNameField = (props: typeof schema.TProps) => {
  const { formData = '', onChange, rawErrors, idSchema, required } = props;
  const form = formDataOf(props.formContext);
  useKeepFormData(props.formContext?.formData);
  const check = useNameCheck(formData, form.environment, form.place?.source);
  const problem =
    formData === '' ? undefined : nameProblem(formData) ?? check.problem;
  return (
    <FieldFrame
      id={idSchema?.$id ?? 'name'}
      help={check.note ?? 'Small letters, digits and hyphens.'}
      errors={problem ? [problem] : rawErrors}
    >
      <TextField
        id={idSchema?.$id}
        label={props.schema.title ?? 'Name'}
        required={required}
        value={formData}
        onChange={event => onChange(event.target.value)}
        error={problem !== undefined}
        inputProps={{ autoComplete: 'off', spellCheck: false, maxLength: 63 }}
      />
    </FieldFrame>
  );
};

function useNameCheck(
  name: string,
  environment: string | undefined,
  source: string | undefined,
): { note?: string; problem?: string } {
  const api = useApi(vmRequestsApiRef);
  const [result, setResult] = useState<{ note?: string; problem?: string }>({});
  useEffect(() => {
    setResult({});
    if (!environment || name === '' || nameProblem(name)) {
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const answer = await api.checkName(
          { name, environment, source },
          { signal: abort.signal },
        );
        setResult(
          answer.available
            ? { note: `${answer.fqdn} is free.` }
            : { problem: answer.reason ?? `${answer.fqdn} is taken.` },
        );
      } catch (error) {
        if (!abort.signal.aborted) {
          setResult({
            note: `Whether it is free could not be checked: ${wordsOf(
              error as Error,
            )}`,
          });
        }
      }
    }, CHECK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [api, name, environment, source]);
  return result;
}

export const vmNameField = createFormField({
  name: 'VmName',
  component: VmNameField,
  schema,
  validation: async (value, validation, { apiHolder, formData }) => {
    const problem = nameProblem(value ?? '');
    if (problem) {
      validation.addError(problem);
      return;
    }
    const { environment, place } = formDataOf({ formData });
    if (environment) {
      const answer = await apiHolder.get(vmRequestsApiRef)?.checkName({
        name: value,
        environment,
        source: place?.source,
      });
      if (answer && !answer.available) {
        validation.addError(answer.reason ?? `${answer.fqdn} is taken.`);
      }
    }
  },
});
