import { ReactNode } from 'react';
import FormControl from '@material-ui/core/FormControl';
import FormHelperText from '@material-ui/core/FormHelperText';

/** A field with its help and its errors below it. */
export const FieldFrame = (props: {
  id: string;
  help?: ReactNode;
  errors?: string[];
  children: ReactNode;
}) => {
  const { id, help, errors = [], children } = props;
  return (
    <FormControl fullWidth margin="normal" error={errors.length > 0}>
      {children}
      {help && <FormHelperText id={`${id}-help`}>{help}</FormHelperText>}
      {errors.map(error => (
        <FormHelperText key={error} error role="alert">
          {error}
        </FormHelperText>
      ))}
    </FormControl>
  );
};
