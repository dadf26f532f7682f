import { ApplySummary } from './output/applyOutput';
import { PlanSections } from './output/planSchema';
import { PlanSummary } from './output/planSummary';

/**
 * A commit status as the forge tells it.
 *
 * @public
 */
export interface AtlantisCommitStatus {
  /** E.g. `atlantis/plan: vms/development/web01/default`. */
  context: string;
  state: 'pending' | 'success' | 'failure' | 'error' | 'warning' | 'skipped';
  /** The job's page at Atlantis. */
  targetUrl?: string;
}

/**
 * One directory of a pull request, to be planned or applied.
 *
 * @public
 */
export interface AtlantisCommand {
  /** `owner/name` */
  repository: string;
  /** Branch of the pull request. */
  ref: string;
  /** Branch that the pull request is made to. */
  baseBranch?: string;
  /** Number of the pull request. */
  pull: number;
  /** Directory below the repository's root. */
  directory: string;
  /** Terraform workspace; `default` by default. */
  workspace?: string;
  /**
   * All statuses of the head commit, newest first. Atlantis posts its jobs there; this is how a log and
   * a lost answer are found.
   */
  commitStatuses: () => Promise<AtlantisCommitStatus[]>;
  /** Takes each line of the job's log as it comes, without colours. */
  onLog?: (line: string) => void;
  /** Ends the waiting. Atlantis itself can't be stopped and goes on. */
  signal?: AbortSignal;
}

/** @public */
export interface PlanResult {
  outcome: 'planned';
  /** Terraform's own text, without colours and without init. */
  text: string;
  /**
   * Digest of the plan itself, as the starter's Atlantis workflow prints it. Undefined when another
   * workflow ran: also when no project of the repository's configuration matches the directory,
   * because Atlantis then silently takes its default workflow.
   */
  digest?: string;
  /** Digest of the text: what there is to compare without {@link PlanResult.digest}. */
  textDigest: string;
  /** The commit that was planned; only with the starter's workflow. */
  commit?: string;
  /** All that {@link PlanResult.digest} covers; only with the starter's workflow. */
  plan?: PlanSections;
  summary: PlanSummary;
  noChanges: boolean;
  jobUrl?: string;
}

/**
 * The plan that a person or a policy approved.
 *
 * @public
 */
export interface ApprovedPlan {
  /** {@link PlanResult.digest}, or {@link PlanResult.textDigest} where there was none. */
  digest: string;
  /** Whether it is the former; without saying, whichever there is now is compared. */
  exact?: boolean;
  /** The commit that was planned. */
  commit?: string;
  /**
   * Whether Atlantis' own workflow refuses another plan, with the plan in hand that it is about to
   * apply, as the gate of the starter's workflow does. Planning before it asks is then needless.
   */
  gated?: boolean;
}

/** @public */
export interface AppliedResult {
  outcome: 'applied';
  /** Terraform's own text, without colours. */
  text: string;
  summary: ApplySummary;
  /** Terraform's outputs that are plain values. */
  outputs: Record<string, string>;
  jobUrl?: string;
}

/**
 * Nothing was left to do: an earlier apply did it.
 *
 * @public
 */
export interface AlreadyAppliedResult {
  outcome: 'already-applied';
  plan: PlanResult;
}

/** @public */
export type ApplyResult = AppliedResult | AlreadyAppliedResult;

/**
 * One step of a connection test.
 *
 * @public
 */
export interface ConnectionStep {
  name: 'reach' | 'version' | 'secret';
  ok: boolean;
  /** What was found, or what is wrong and what to do about it. */
  detail: string;
}

/**
 * Plans and applies with Atlantis.
 *
 * @public
 */
export interface AtlantisClient {
  /**
   * Plans a directory. Waits for a lock that is held, for as long as configuration says.
   *
   * @throws TerraformFailedError when Terraform or the workflow fails
   * @throws InputError when the starter's workflow is of another release, so that its plan cannot be read
   * @throws ConflictError when a lock stays held, or a requirement of Atlantis is not met
   * @throws NotAllowedError when configuration or Atlantis does not allow the repository or directory
   * @throws JobLostError when Atlantis was restarted meanwhile, again and again
   * @throws ServiceUnavailableError when Atlantis can't be reached or does not answer
   */
  plan(command: AtlantisCommand): Promise<PlanResult>;

  /**
   * Applies a directory. Atlantis plans anew before, and applies that plan.
   *
   * With `approved` it looks first: it waits for an apply that is under way, plans, is done when
   * there are no changes, and refuses another plan. An apply is never sent twice. A plan that is
   * `gated` is sent at once where no apply was begun for it; only what the gate refuses is looked at.
   *
   * Throws like {@link AtlantisClient.plan}, and
   *
   * @throws PlanChangedError when the plan is not the approved one
   * @throws JobLostError when it is not known what was applied: plan again to see
   */
  apply(
    command: AtlantisCommand & { approved?: ApprovedPlan },
  ): Promise<ApplyResult>;

  /**
   * Follows a job's log: all so far, then live to its end.
   *
   * @param jobUrl - the job's page; only its id is taken from it
   * @throws NotFoundError when Atlantis does not know the job: not yet, or not after a restart
   */
  followJob(
    jobUrl: string,
    options: {
      /** A promise that it returns is waited for before more is read. */
      onLine: (line: string) => unknown;
      signal?: AbortSignal;
    },
  ): Promise<void>;

  /**
   * Frees all that a pull request has locked, open or closed. Atlantis drops the plans that the locks
   * were for, and says so in a comment.
   *
   * @returns the directories that were locked
   * @throws NotAllowedError when Atlantis asks for the name and password of its pages
   * @throws ServiceUnavailableError when Atlantis can't be reached or does not answer
   */
  freeLocks(
    pull: { repository: string; pull: number },
    options?: { signal?: AbortSignal },
  ): Promise<string[]>;

  /** Whether configuration allows a repository and directory. Throws a NotAllowedError if not. */
  assertAllowed(repository: string, directory: string): void;

  /** Tests the connection step by step, up to the first that fails. Changes nothing. */
  checkConnection(options?: {
    signal?: AbortSignal;
  }): Promise<ConnectionStep[]>;
}
