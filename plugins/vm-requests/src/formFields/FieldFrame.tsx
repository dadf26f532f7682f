import { ReactNode } from 'react';
import Button from '@material-ui/core/Button';
import FormControl from '@material-ui/core/FormControl';
import FormHelperText from '@material-ui/core/FormHelperText';

/**
 * Ids of what is said below a field: by its frame, and by the form that shows what its validation
 * found.
 */
export function describedBy(id: string): string {
  return `${id}-help ${id}-problems ${id}__error`;
}

/** A field with its help below it, and what the field itself finds wrong. */
export const FieldFrame = (props: {
  id: string;
  help?: ReactNode;
  problems?: string[];
  /** Whether the form found something wrong; the form says what. */
  invalid?: boolean;
  /** Offers to try again what went wrong. */
  onRetry?: () => void;
  children: ReactNode;
}) => {
  const { id, help, problems = [], invalid = false, onRetry, children } = props;
  return (
    <FormControl
      fullWidth
      margin="normal"
      error={invalid || problems.length > 0}
    >
      {children}
      <FormHelperText id={`${id}-help`} component="div" error={false}>
        <span aria-live="polite">{help}</span>
      </FormHelperText>
      <div id={`${id}-problems`}>
        {problems.map(problem => (
          <FormHelperText key={problem} error role="alert">
            {problem}
          </FormHelperText>
        ))}
      </div>
      {onRetry && (
        <div>
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        </div>
      )}
    </FormControl>
  );
};
