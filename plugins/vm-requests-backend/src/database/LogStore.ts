/** A part of a request's way that Atlantis keeps a log of. */
export type LogStage = 'plan' | 'apply';

/** Keeps the logs of jobs that have ended. */
export interface LogStore {
  /** Replaces the log of a stage. */
  save(request: string, stage: LogStage, content: string): Promise<void>;
  read(request: string, stage: LogStage): Promise<string | undefined>;
}
