export interface Config {
  /**
   * What the action `terraform:render` demands of a machine's files, and adds where a skeleton lacks
   * it.
   */
  terraformRender?: {
    /** Version constraint of Terraform, e.g. `>= 1.5`. */
    requiredVersion?: string;
    /** Providers by local name. */
    providers?: {
      [name: string]: {
        /** Address, e.g. `vmware/vsphere`. */
        source: string;
        /** Version constraint. One version, such as `= 1.26.0`, pins it. */
        version?: string;
      };
    };
    /**
     * Text of `.terraform.lock.hcl`, written into each machine's directory; `$file` reads it from a
     * file. It must name the providers with hashes, and of one that is pinned that version.
     */
    lockFile?: string;
    /**
     * Where each machine's state is kept. It is written into the repository, so secrets are refused:
     * they belong into Atlantis' environment.
     */
    backend?: {
      /** E.g. `s3`, `azurerm`, `gcs`, `pg`, `http`, `local`. */
      type: string;
      /**
       * The backend's arguments. In texts `{directory}` stands for the machine's directory and
       * `{slug}` for it as one word of at most 63 letters, digits and dashes. The argument that
       * tells states apart (`key` of s3 and azurerm, `prefix` of gcs, `schema_name` of pg, …) need
       * not be given; those of `http` and `local` do.
       */
      config?: { [argument: string]: unknown };
    };
    /** Others, by name, for steps whose input `backend` names one. */
    backends?: {
      [name: string]: {
        type: string;
        config?: { [argument: string]: unknown };
      };
    };
  };
}
