import { isoSeconds } from '../git/parseCommits';
import { LabForgeStatus, LabForgeStatusState } from '../LabForge';
import { CommitStatusState } from './ForgeState';

const failing: LabForgeStatusState[] = ['error', 'failure', 'warning'];

/** As Gitea 1.26 does it: `modules/commitstatus`, `CommitStatusStates.Combine`. */
function combine(states: LabForgeStatusState[]): LabForgeStatusState {
  if (states.some(state => failing.includes(state))) {
    return 'failure';
  }
  return states.length === 0 || states.includes('pending')
    ? 'pending'
    : 'success';
}

/**
 * The statuses of a repository's commits.
 *
 * @internal
 */
export class CommitStatuses {
  readonly #statuses: Record<string, CommitStatusState[]>;

  constructor(statuses: Record<string, CommitStatusState[]>) {
    this.#statuses = statuses;
  }

  add(sha: string, status: LabForgeStatus, creator: string): CommitStatusState {
    const known = (this.#statuses[sha] ??= []);
    const added: CommitStatusState = {
      id: known.length + 1,
      state: status.state,
      context: status.context,
      description: status.description ?? '',
      targetUrl: status.target_url ?? '',
      creator,
      createdAt: isoSeconds(new Date()),
    };
    known.push(added);
    return added;
  }

  /** All statuses of a commit, newest first. */
  list(sha: string): CommitStatusState[] {
    return [...(this.#statuses[sha] ?? [])].reverse();
  }

  /** The newest status of each context, newest first, and the state of all together. */
  combined(sha: string): {
    state: LabForgeStatusState;
    statuses: CommitStatusState[];
  } {
    const seen = new Set<string>();
    const statuses = this.list(sha).filter(status => {
      const first = !seen.has(status.context);
      seen.add(status.context);
      return first;
    });
    return { state: combine(statuses.map(status => status.state)), statuses };
  }
}
