import { ReactNode } from 'react';
import { ResponseError } from '@backstage/errors';
import { Alert, Button } from '@backstage/ui';
import { Loaded } from '../hooks/useLoad';

/**
 * Says in words why something could not be loaded: no permission, not found, or what went wrong.
 *
 * @public
 */
export const LoadProblem = (props: {
  error: Error;
  /** What was being loaded, e.g. `the requests`. */
  what: string;
  onRetry?: () => void;
}) => {
  const { error, what, onRetry } = props;
  if (error instanceof ResponseError && error.statusCode === 403) {
    return (
      <Alert
        role="alert"
        status="warning"
        icon
        title={`You have no permission to see ${what}`}
        description="Ask your platform team if you think you need it."
      />
    );
  }
  if (error instanceof ResponseError && error.statusCode === 404) {
    return (
      <Alert
        role="alert"
        status="warning"
        icon
        title={`Could not find ${what}`}
        description={wordsOf(error)}
      />
    );
  }
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={`Could not load ${what}`}
      description={wordsOf(error)}
      customActions={
        onRetry && (
          <Button variant="secondary" size="small" onPress={onRetry}>
            Try again
          </Button>
        )
      }
    />
  );
};

/**
 * What there is in place of something that is not loaded: skeletons while it comes, or why it does
 * not. Of something that was loaded, why it could not be loaded anew.
 *
 * @public
 */
export const LoadState = (props: {
  loaded: Pick<Loaded<unknown>, 'value' | 'error' | 'reload'>;
  /** What is loaded, e.g. `the requests`. */
  what: string;
  /** The skeletons. */
  children: ReactNode;
}) => {
  const { loaded, what, children } = props;
  const { value, error, reload } = loaded;
  if (error) {
    return <LoadProblem error={error} what={what} onRetry={reload} />;
  }
  return value === undefined ? (
    <div role="status" aria-label={`Loading ${what}`}>
      {children}
    </div>
  ) : null;
};

/**
 * The backend's own words, where an error carries them.
 *
 * @public
 */
export function wordsOf(error: Error): string {
  return error instanceof ResponseError
    ? error.body.error.message
    : error.message;
}
