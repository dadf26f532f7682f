import { ReactNode, useRef } from 'react';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { wordsOf } from '@backlot/ui-common';
import { describedBy, FieldFrame } from '../FieldFrame';
import { useFirstFocus } from '../useFirstFocus';
import { useCorrection } from '../useCorrection';

/** One of what can be chosen. */
export interface Choice {
  value: string;
  label: string;
  /** Shown below the label while choosing. */
  detail?: ReactNode;
  disabled?: boolean;
}

/**
 * Chooses one of several. Takes back a choice that is no longer among them, and makes the only one
 * by itself.
 */
export const ChoicePicker = (props: {
  id: string;
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  /** Absent while they are not known. */
  choices: Choice[] | undefined;
  required?: boolean;
  disabled?: boolean;
  /** What to do before there is something to choose from. */
  hint?: string;
  help?: ReactNode;
  /** Why there is nothing to choose from. */
  problem?: Error;
  /** Tries again after a problem. */
  onRetry?: () => void;
  /** Whether the form found something wrong. */
  invalid?: boolean;
  /** Whether the only choice is made by itself. */
  chooseOnly?: boolean;
  /** Whether the form begins here. */
  autofocus?: boolean;
}) => {
  const { id, label, value, onChange, choices, hint, problem, chooseOnly } =
    props;
  const usable = choices?.filter(choice => !choice.disabled);
  const chosen = usable?.find(choice => choice.value === value);

  const isLeftOver = usable && value && !chosen;
  const only =
    !value && chooseOnly && usable?.length === 1 ? usable[0].value : undefined;
  useCorrection(isLeftOver || only ? () => onChange(only) : undefined);

  const disabled = props.disabled || !choices?.length;
  const inputRef = useRef<HTMLInputElement>(null);
  useFirstFocus(inputRef, props.autofocus, !disabled);

  const problems = problem ? [wordsOf(problem)] : [];
  if (!problem && !hint && usable?.length === 0) {
    problems.push('There is nothing to choose from.');
  }
  const loading = !choices && !hint && !problem;
  return (
    <FieldFrame
      id={id}
      help={loading ? 'Loading …' : hint ?? props.help}
      problems={problems}
      invalid={props.invalid}
      onRetry={problem && props.onRetry}
    >
      <TextField
        select
        id={id}
        label={label}
        required={props.required}
        value={chosen ? value : ''}
        onChange={event => onChange(event.target.value || undefined)}
        disabled={disabled}
        inputRef={inputRef}
        error={props.invalid || problems.length > 0}
        InputLabelProps={{ htmlFor: id }}
        SelectProps={{
          renderValue: selected =>
            choices?.find(choice => choice.value === selected)?.label ?? '',
          SelectDisplayProps: { 'aria-describedby': describedBy(id) },
        }}
      >
        {(choices ?? []).map(choice => (
          <MenuItem
            key={choice.value}
            value={choice.value}
            disabled={choice.disabled}
          >
            <div style={{ width: '100%' }}>
              <Typography>{choice.label}</Typography>
              {choice.detail && (
                <Typography
                  component="div"
                  variant="body2"
                  color="textSecondary"
                >
                  {choice.detail}
                </Typography>
              )}
            </div>
          </MenuItem>
        ))}
      </TextField>
    </FieldFrame>
  );
};
