import {
  ConflictError,
  CustomErrorBase,
  ServiceUnavailableError,
} from '@backstage/errors';
import { ApprovedPlan, PlanResult } from './AtlantisClient';

/**
 * Terraform, or the workflow around it, failed: the words are its own, read from the job's log.
 *
 * @public
 */
export class TerraformFailedError extends CustomErrorBase {
  name = 'TerraformFailedError' as const;
  /** What the job's log said, without colours. */
  readonly text: string;
  readonly jobUrl: string | undefined;

  constructor(message: string, text: string, jobUrl?: string) {
    super(message);
    this.text = text;
    this.jobUrl = jobUrl;
  }
}

/**
 * Atlantis' answer is lost, and with it the job: it was restarted. What the job did is not known.
 *
 * @public
 */
export class JobLostError extends CustomErrorBase {
  name = 'JobLostError' as const;
}

/**
 * The plan that would be applied is not the one that was approved.
 *
 * @public
 */
export class PlanChangedError extends ConflictError {
  readonly approved: ApprovedPlan;
  /** What would be applied now. */
  readonly plan: PlanResult;

  constructor(message: string, approved: ApprovedPlan, plan: PlanResult) {
    super(message);
    this.approved = approved;
    this.plan = plan;
  }
}

/**
 * Another run is in the way.
 *
 * @internal
 */
export class LockBusyError extends ConflictError {}

/**
 * Nothing was sent: there was no connection.
 *
 * @internal
 */
export class NotReachedError extends ServiceUnavailableError {}

/**
 * The request was sent, and no answer came.
 *
 * @internal
 */
export class AnswerLostError extends CustomErrorBase {
  name = 'AnswerLostError' as const;
}
