export interface Config {
  netbox?: {
    release?: {
      /**
       * Keys that `netbox:release` may release: regular expressions, each of which must match a
       * whole key. None by default.
       *
       * @visibility backend
       */
      allowedKeys?: string[];
    };
  };
}
