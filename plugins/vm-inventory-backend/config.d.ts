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
     * Power and snapshots of machines.
     * @visibility backend
     */
    operations?: {
      /**
       * Entity refs of users and groups who may power all machines, and take snapshots of them, e.g.
       * `group:default/platform-team`; nobody when absent. Owners may do so besides, as far as the
       * machine's rules say.
       * @visibility backend
       */
      operators?: string[];
      /**
       * How long the history of who did what to machines is kept. 400 days when absent.
       * @visibility backend
       */
      retention?: HumanDuration | string;
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
    /**
     * Where all replicas keep the inventory together. Without it each replica collects every source
     * for itself, and knows nothing when it starts.
     * @visibility backend
     */
    redis?: {
      /**
       * `redis://` or `rediss://`, with user, password and database as usual.
       * @visibility secret
       */
      url?: string;
      /**
       * Options of ioredis in place of a URL or beside it, e.g. `sentinels` and `name`, or `tls`.
       * @deepVisibility secret
       */
      options?: object;
      /**
       * A cluster in place of a URL.
       * @visibility backend
       */
      cluster?: {
        /**
         * Some of its nodes; the others are found by them.
         * @deepVisibility secret
         */
        nodes: (string | { host: string; port: number })[];
        /**
         * Options of ioredis' cluster, e.g. `redisOptions` with `tls` and `password`.
         * @deepVisibility secret
         */
        options?: object;
      };
      /**
       * Before each key; `backlot:` when absent. Deployments that share a Redis need different ones.
       * @visibility backend
       */
      keyPrefix?: string;
      /**
       * How long what is known outlives the last replica; a day when absent, a minute at least.
       * @visibility backend
       */
      ttl?: HumanDuration | string;
    };
  };
}
