import { LoggerService } from '@backstage/backend-plugin-api';
import { InventoryWriter } from '../InventoryStore';
import { Written } from './SharedState';
import { SourceCopy } from './SourceCopy';

/**
 * What those know that write for a source's collector in the background.
 *
 * @internal
 */
export interface WriterContext {
  copy: SourceCopy;
  logger: LoggerService;
  /** Undefined while this replica does not collect the source. */
  collector(): InventoryWriter | undefined;
  onWritten(written: Written): void;
}
