import { HumanDuration } from '@backstage/types';

export interface Config {
  /** NetBox, the truth about addresses. */
  netbox?: {
    /**
     * URL of NetBox, without `/api`.
     *
     * @visibility backend
     */
    url: string;
    /**
     * API token, of version 1 or 2.
     *
     * @visibility secret
     */
    token: string;
    /**
     * How long to wait for one answer. Default: 60 seconds.
     *
     * @visibility backend
     */
    timeout?: HumanDuration | string;
    tls?: {
      /**
       * Certificate authorities in PEM that NetBox's certificate is verified with, in place of the
       * system's. `$file` reads it from a file.
       *
       * @visibility backend
       */
      ca?: string;
      /**
       * Takes any certificate. Not for production.
       *
       * @visibility backend
       */
      insecure?: boolean;
    };
    allocation?: {
      /**
       * Custom field of IP addresses that holds the keys of allocations. Default:
       * `backlot_allocation`.
       *
       * @visibility backend
       */
      customField?: string;
    };
  };
}
