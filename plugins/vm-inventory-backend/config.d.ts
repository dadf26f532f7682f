import { HumanDuration } from '@backstage/types';

export interface Config {
  vmInventory?: {
    /**
     * How long what is shown of a source counts as live without the source confirming it. Two
     * minutes when absent.
     * @visibility backend
     */
    staleAfter?: HumanDuration | string;
    /**
     * What there was room for, day by day.
     * @visibility backend
     */
    capacityHistory?: {
      /**
       * How long it is kept. 400 days when absent.
       * @visibility backend
       */
      retention?: HumanDuration | string;
      /**
       * How often the room is looked at; a day is remembered as it was seen last. An hour when
       * absent.
       * @visibility backend
       */
      frequency?: HumanDuration | string;
    };
    /**
     * How much of what is there may be given away.
     * @visibility backend
     */
    placement?: {
      /**
       * Virtual CPUs for each core of a cluster's usable hosts. 4 when absent.
       * @visibility backend
       */
      cpuOvercommit?: number;
      /**
       * MiB for each MiB of a cluster's usable hosts. 1 when absent.
       * @visibility backend
       */
      memoryOvercommit?: number;
      /**
       * Part of a datastore's capacity that stays free, 0 to 1. 0.1 when absent.
       * @visibility backend
       */
      datastoreHeadroom?: number;
    };
  };
}
