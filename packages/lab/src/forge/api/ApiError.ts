import { ErrorRequestHandler } from 'express';

/**
 * An answer of Gitea's other than what was asked for.
 *
 * @internal
 */
export class ApiError extends Error {
  readonly status: number;
  /** For a 404, Gitea puts the words of the error here. */
  readonly errors: string[] | undefined;

  constructor(status: number, message: string, errors?: string[]) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.errors = errors;
  }

  /** As Gitea says that something is not there. */
  static notFound(error?: string, message = 'not found'): ApiError {
    return new ApiError(404, message, error ? [error] : undefined);
  }
}

/** @internal */
export function answerApiErrors(swaggerUrl: string): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof ApiError) {
      response.status(error.status).json({
        ...(error.status === 404 && { errors: error.errors ?? null }),
        message: error.message,
        url: swaggerUrl,
      });
      return;
    }
    // What body-parser makes of a body that is no JSON is the client's fault as well.
    const status = typeof error.status === 'number' ? error.status : 500;
    response.status(status === 400 ? 422 : status).json({
      message: error instanceof Error ? error.message : String(error),
      url: swaggerUrl,
    });
  };
}
