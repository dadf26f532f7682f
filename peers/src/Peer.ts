/**
 * A real peer that runs as a process of this one.
 *
 * @public
 */
export interface Peer {
  /** Where it answers, without a trailing slash. */
  readonly url: string;
  /** File that its process writes its log to. */
  readonly log: string;
  /** Ends the process and what it started. */
  close(): Promise<void>;
}
