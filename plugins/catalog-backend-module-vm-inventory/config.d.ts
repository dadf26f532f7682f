import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    providers?: {
      /**
       * Machines of the vm-inventory plugin as entities.
       * @visibility backend
       */
      vmInventory?: {
        /**
         * How often to look for changes. Every 15 seconds when absent; nothing is read while
         * nothing has changed.
         * @visibility backend
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
        /**
         * Entity ref of the owner of machines whose owner nobody knows. `unknown` when absent.
         * @visibility backend
         */
        defaultOwner?: string;
        /**
         * Namespace of the entities. `default` when absent.
         * @visibility backend
         */
        namespace?: string;
        /**
         * Name of the system that the machines belong to.
         * @visibility backend
         */
        system?: string;
        /**
         * Links of each machine. `$${source}`, `$${id}`, `$${name}`, `$${instanceUuid}` and
         * `$${request}` stand for the machine's own values; the second `$` keeps Backstage from
         * taking them for environment variables. A machine that lacks a value does not get the
         * link.
         * @visibility backend
         */
        links?: Array<{
          /**
           * With its scheme.
           * @visibility backend
           */
          url: string;
          /** @visibility backend */
          title: string;
          /** @visibility backend */
          icon?: string;
        }>;
      };
    };
  };
}
