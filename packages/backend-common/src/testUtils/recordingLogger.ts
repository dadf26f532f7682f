import {
  BackendFeature,
  coreServices,
  createServiceFactory,
  RootLoggerService,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';

/**
 * A line of the log, with all that is known about it.
 *
 * @public
 */
export interface LogLine {
  message: string;
  [field: string]: unknown;
}

/**
 * Backstage's log as it is by default: what is logged for debugging is not in it.
 *
 * @public
 */
export function recordingLogger(): {
  feature: BackendFeature;
  lines: LogLine[];
} {
  const lines: LogLine[] = [];
  const loggerOf = (known: JsonObject): RootLoggerService => {
    const write = (message: string, more?: Error | JsonObject) => {
      lines.push({
        ...known,
        ...(more instanceof Error ? { error: String(more) } : more),
        message,
      });
    };
    return {
      debug: () => {},
      info: write,
      warn: write,
      error: write,
      child: more => loggerOf({ ...known, ...more }),
    };
  };
  const feature = createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () => loggerOf({}),
  });
  return { feature, lines };
}
