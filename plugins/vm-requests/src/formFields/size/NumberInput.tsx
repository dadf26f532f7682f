import { useState } from 'react';
import InputAdornment from '@material-ui/core/InputAdornment';
import TextField from '@material-ui/core/TextField';
import { useFirstFocus } from '../useFirstFocus';
import { useValidity } from '../useValidity';

/** A number that can be emptied while somebody types another; empty counts as 0. */
export const NumberInput = (props: {
  id: string;
  label: string;
  unit?: string;
  min: number;
  /** Whole numbers when absent. */
  step?: 'any';
  value: number;
  disabled?: boolean;
  problem: string | undefined;
  describedBy: string;
  /** Whether the form begins here. */
  autofocus?: boolean;
  onChange: (value: number) => void;
}) => {
  const { id, label, unit, min, value, disabled, problem, onChange } = props;
  const [typed, setTyped] = useState<string>();
  const inputRef = useValidity(problem);
  useFirstFocus(inputRef, props.autofocus, !disabled);
  return (
    <TextField
      id={id}
      type="number"
      label={label}
      disabled={disabled}
      value={typed !== undefined && Number(typed) === value ? typed : value}
      onChange={event => {
        setTyped(event.target.value);
        onChange(Number(event.target.value));
      }}
      error={problem !== undefined}
      inputRef={inputRef}
      inputProps={{
        min,
        step: props.step ?? 1,
        'aria-describedby': props.describedBy,
      }}
      InputProps={
        unit
          ? {
              endAdornment: (
                <InputAdornment position="end">{unit}</InputAdornment>
              ),
            }
          : undefined
      }
    />
  );
};
