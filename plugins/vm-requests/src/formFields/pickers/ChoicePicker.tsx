import { ReactNode, useEffect } from 'react';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { FieldFrame } from '../FieldFrame';

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
  /** Absent while they are being loaded. */
  choices: Choice[] | undefined;
  required?: boolean;
  disabled?: boolean;
  /** What to say in place of the choices, e.g. what to choose first. */
  hint?: string;
  help?: ReactNode;
  errors?: string[];
  chooseOnly?: boolean;
}) => {
  const { id, label, value, onChange, choices, hint, chooseOnly } = props;
  const usable = choices?.filter(choice => !choice.disabled);

  useEffect(() => {
    if (!usable) {
      return;
    }
    if (value && !usable.some(choice => choice.value === value)) {
      onChange(undefined);
    } else if (!value && chooseOnly && usable.length === 1) {
      onChange(usable[0].value);
    }
  });

  const loading = !choices && !hint;
  const empty = choices?.length === 0;
  return (
    <FieldFrame
      id={id}
      help={loading ? 'Loading …' : hint ?? props.help}
      errors={
        empty && !hint ? ['There is nothing to choose from.'] : props.errors
      }
    >
      <TextField
        select
        id={id}
        label={label}
        required={props.required}
        value={usable?.some(choice => choice.value === value) ? value : ''}
        onChange={event => onChange(event.target.value || undefined)}
        disabled={props.disabled || !choices || empty}
        InputLabelProps={{ htmlFor: id }}
        SelectProps={{
          renderValue: selected =>
            choices?.find(choice => choice.value === selected)?.label ?? '',
          SelectDisplayProps: { 'aria-describedby': `${id}-help` },
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
