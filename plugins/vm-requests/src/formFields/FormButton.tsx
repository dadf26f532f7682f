import { forwardRef, ReactNode } from 'react';
import Button from '@material-ui/core/Button';

/** A button within a field, besides those of the form. */
export const FormButton = forwardRef<
  HTMLButtonElement,
  {
    disabled: boolean;
    /** Where what it shows does not say it all. */
    label?: string;
    onClick: () => void;
    children: ReactNode;
  }
>(({ disabled, label, onClick, children }, ref) => (
  <Button
    ref={ref}
    variant="outlined"
    size="small"
    disabled={disabled}
    aria-label={label}
    onClick={onClick}
    style={{ textTransform: 'none' }}
  >
    {children}
  </Button>
));
