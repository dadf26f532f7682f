import { HumanDuration } from '@backstage/types';

interface GitForgeConfig {
  /** Kind of forge. */
  type: 'gitea';
  /**
   * Where it answers, e.g. `https://gitea.example.com`.
   *
   * @visibility backend
   */
  url: string;
  /**
   * Token of an account that may write to the repositories. With Gitea its scopes are
   * `write:repository`, `write:issue` and `read:user`.
   *
   * @visibility secret
   */
  token: string;
  /**
   * The only repositories that are touched, as `owner/name`.
   *
   * @visibility backend
   */
  repositories: string[];
  /**
   * How long to wait for one answer. Default: 30 seconds.
   *
   * @visibility backend
   */
  timeout?: HumanDuration | string;
  /**
   * How long to wait until the forge says that a pull request can be merged. Gitea does not tell
   * a check that is not done from a conflict, so a conflict is told after this time. Default:
   * three minutes.
   *
   * @visibility backend
   */
  mergeTimeout?: HumanDuration | string;
  tls?: {
    /**
     * Certificate authorities in PEM that the forge's certificate is verified with, in place of
     * the system's. `$file` reads it from a file.
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
}

export interface Config {
  /** The Git forge that pull requests go to. */
  gitForge?: GitForgeConfig;
  /** Others of the same kind, by name; `gitForge` is the one that is named `default`. */
  gitForges?: { [name: string]: GitForgeConfig };
}
