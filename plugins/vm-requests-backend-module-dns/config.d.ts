import { HumanDuration } from '@backstage/types';

export interface Config {
  vmRequests?: {
    /** Where machines that were requested are registered, by dynamic updates (RFC 2136). */
    dns?: {
      /**
       * Name or address of the primary server of the zones.
       *
       * @visibility backend
       */
      server: string;
      /**
       * 53 by default; TCP.
       *
       * @visibility backend
       */
      port?: number;
      /** What updates are signed with (TSIG). */
      key: {
        /**
         * As the server calls it.
         *
         * @visibility backend
         */
        name: string;
        /**
         * `hmac-sha256` by default.
         *
         * @visibility backend
         */
        algorithm?: 'hmac-sha256' | 'hmac-sha384' | 'hmac-sha512';
        /**
         * In Base64.
         *
         * @visibility secret
         */
        secret: string;
      };
      /**
       * Zones that machines' names are registered in, such as `dev.acme.example`. Names outside of
       * them are registered nowhere.
       *
       * @visibility backend
       */
      zones: string[];
      /**
       * Zones that machines' addresses are registered in, such as `20.10.in-addr.arpa`; none by
       * default.
       *
       * @visibility backend
       */
      reverseZones?: string[];
      /**
       * How long others may remember a record; an hour by default.
       *
       * @visibility backend
       */
      ttl?: HumanDuration | string;
      /**
       * How long to wait for one answer; 10 seconds by default.
       *
       * @visibility backend
       */
      timeout?: HumanDuration | string;
    };
  };
}
