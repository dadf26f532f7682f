import { HumanDuration } from '@backstage/types';

interface AtlantisServerConfig {
  /** Where it answers, e.g. `https://atlantis.example.com`. */
  url: string;
  /**
   * What it was started with as `--api-secret`.
   * @visibility secret
   */
  apiSecret: string;
  /** The forge that it works for; `Gitea` by default. */
  forgeType?: 'Gitea' | 'Github' | 'Gitlab';
  tls?: {
    /** Certificate authority of its server certificate, PEM; use `$file`. */
    ca?: string;
  };
  /**
   * Name and password of its pages, where it was started with `--web-basic-auth`. They are needed to
   * free the locks of pull requests that are given back.
   */
  webAuth?: {
    username: string;
    /** @visibility secret */
    password: string;
  };
  /**
   * How many plans and applies of ours run at the same time, over all replicas and plugins that share
   * a database server; 4 by default. The others wait for their turn. Atlantis bounds what its API is
   * asked for by nothing else.
   */
  concurrency?: number;
  timeouts?: {
    /** To connect; 10 seconds by default. */
    connect?: HumanDuration | string;
    /** For a plan; 15 minutes by default. */
    plan?: HumanDuration | string;
    /** For an apply; an hour by default. */
    apply?: HumanDuration | string;
    /** For which a held lock is waited for; 10 minutes by default. */
    lock?: HumanDuration | string;
    /** For which a job is looked for after an answer was lost; 30 seconds by default. */
    settle?: HumanDuration | string;
  };
  /** Repositories and directories that may be planned and applied; none by default. */
  allow?: Array<{
    /** `owner/name` */
    repository: string;
    /** Patterns: `*` is one part of a path or a piece of it, `**` any number of parts. */
    directories: string[];
  }>;
}

export interface Config {
  /** The Atlantis that plans and applies. */
  atlantis?: AtlantisServerConfig;
  /** Others of the same kind, by name; `atlantis` is the one that is named `default`. */
  atlantisServers?: { [name: string]: AtlantisServerConfig };
}
