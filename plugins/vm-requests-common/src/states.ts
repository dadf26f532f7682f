import { z } from 'zod';

/**
 * The states of a request.
 *
 * - `open`: being prepared: placed, addressed, rendered, proposed, planned.
 * - `planned`: the plan is there and waits for a person; after a failed apply, a new one.
 * - `changes-requested`: an approver asked the requester for changes.
 * - `approved`: the approved plan waits to be claimed by the apply template.
 * - `applying`: claimed; from here on nothing is given back by itself.
 * - `applied`: Terraform is done, what follows is not.
 * - `undoing`: everything is being given back; then one of the ends below `done`.
 * - `rolling-back`: a person chose to destroy what a failed apply left.
 * - `rolled-back`: what a failed apply left is destroyed, and everything is given back.
 *
 * @public
 */
export const requestStateSchema = z
  .enum([
    'open',
    'planned',
    'changes-requested',
    'approved',
    'applying',
    'applied',
    'undoing',
    'rolling-back',
    'done',
    'failed',
    'rolled-back',
    'rejected',
    'cancelled',
    'expired',
  ])
  .describe(
    'open: being prepared. planned: the plan waits for a person. approved: waits to be applied. applying, applied: from here on nothing is given back by itself. undoing: everything is being given back. rolling-back: what a failed apply left is being destroyed. The others say what an approver asked for, or how it ended.',
  );

/** @public */
export type RequestState = z.infer<typeof requestStateSchema>;

/**
 * All states, in the order of a request's way.
 *
 * @public
 */
export const requestStates: readonly RequestState[] =
  requestStateSchema.options;

/**
 * The states in which people decide on a request.
 *
 * @public
 */
export const decidableStates: readonly RequestState[] = [
  'planned',
  'changes-requested',
];

/**
 * The states that end a request: its state does not change any more, and its name is free again
 * unless a machine carries it.
 *
 * @public
 */
export const endStates: readonly RequestState[] = [
  'done',
  'failed',
  'rolled-back',
  'rejected',
  'cancelled',
  'expired',
];
