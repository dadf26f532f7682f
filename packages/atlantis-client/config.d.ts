import { HumanDuration } from '@backstage/types';

export interface Config {
  /** The Atlantis that plans and applies. */
  atlantis?: {
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
  };
}
