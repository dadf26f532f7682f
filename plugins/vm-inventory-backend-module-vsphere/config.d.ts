export interface Config {
  vmInventory?: {
    vsphere?: {
      /** The vCenters to collect. */
      sources?: Array<{
        /** Name of the source: lower case letters, digits and `-`. Other configuration refers to it. */
        name: string;
        /** As people see it; the name when absent. */
        title?: string;
        /** E.g. `https://vcenter.example.com`. */
        url: string;
        /** An account that may read the whole tree (System.Read, propagating). */
        username: string;
        /**
         * @visibility secret
         */
        password: string;
        /**
         * A second account, which may write: machines are powered, and snapshots taken, with it.
         * Without it nobody can, and the pages say so.
         */
        operator?: {
          username: string;
          /**
           * @visibility secret
           */
          password: string;
          /** Seconds that a guest may take to shut down; 300 when absent. */
          guestSeconds?: number;
        };
        tls?: {
          /** PEM of the certificate authorities to trust in place of the system's. */
          ca?: string;
          /** Accepts any certificate; said out loud at start. */
          insecure?: boolean;
        };
        /** Seconds that vCenter may hold a wait for changes; 30 when absent. */
        maxWaitSeconds?: number;
        /** Seconds until the answer of a call begins, beside a wait for changes; 30 when absent. */
        timeoutSeconds?: number;
        /** Minutes between two full passes, for what vCenter does not announce; 30 when absent. */
        fullPassMinutes?: number;
        /**
         * What to leave out: names, in which `*` stands for any characters; case does not matter.
         */
        exclude?: {
          /** Datacenters, with all that is in them. */
          datacenters?: string[];
          /** Clusters and standalone hosts, with their hosts, resource pools and machines. */
          clusters?: string[];
          /** Folders of machines by their path below the datacenter, e.g. `backup/*`, with all that is in them. */
          folders?: string[];
          machines?: string[];
          templates?: string[];
          datastores?: string[];
          networks?: string[];
        };
      }>;
    };
  };
}
