import TextField from '@material-ui/core/TextField';
import { wordsOf } from '@backlot/ui-common';
import { describedBy, FieldFrame } from '../FieldFrame';
import { ChosenPolicy } from '../usePolicy';

/** Chooses from when a request may be applied, by the clocks of the policy's time zone. */
export const StartPicker = (props: {
  id: string;
  label: string;
  /** It knows the time zone. */
  chosen: Pick<ChosenPolicy, 'policy' | 'error' | 'reload'>;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  disabled?: boolean;
  /** Whether the form found something wrong. */
  invalid?: boolean;
}) => {
  const { id, label, chosen, value, onChange, disabled, invalid } = props;
  const { policy, error, reload } = chosen;
  return (
    <FieldFrame
      id={id}
      help={
        policy
          ? `In the time of ${policy.timeZone}. It is planned and approved at once, and applied from then on; empty: as soon as it is approved.`
          : 'Loading …'
      }
      problems={error ? [wordsOf(error)] : []}
      invalid={invalid}
      onRetry={error && reload}
    >
      <TextField
        type="datetime-local"
        id={id}
        label={label}
        value={value ?? ''}
        onChange={event => onChange(event.target.value || undefined)}
        disabled={disabled}
        error={invalid || error !== undefined}
        InputLabelProps={{ htmlFor: id, shrink: true }}
        inputProps={{ 'aria-describedby': describedBy(id) }}
      />
    </FieldFrame>
  );
};
