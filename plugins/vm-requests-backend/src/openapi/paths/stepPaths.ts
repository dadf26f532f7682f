import {
  answer,
  asksFor,
  json,
  Paths,
  refused,
} from '@backlot/backend-common/openapi';
import { vmRequestStepPermission } from '@backlot/plugin-vm-requests-common';
import { LedgerStep } from '@backlot/plugin-vm-requests-node';
import { denied, invalid } from './reasons';

/** A step: what it is for, and the names of its input and its answer among the schemas. */
function step(
  name: LedgerStep,
  options: { summary: string; input: string; answers: string },
): Paths {
  return {
    [`/v1/steps/${name}`]: {
      post: {
        operationId: `${name}Step`,
        tags: ['Steps'],
        summary: options.summary,
        description:
          'For services only; may be repeated, and answers the same then.',
        security: asksFor(vmRequestStepPermission),
        requestBody: { required: true, content: json(options.input) },
        responses: {
          200: answer('It is done', options.answers),
          ...refused({
            400: `${invalid}, or policy does not allow it`,
            403: `${denied}, or the ledger's own rules refuse the task`,
            404: 'There is no such request or attempt',
            409: 'The name is taken, or the attempt does not hold the request',
            413: 'The body is larger than 10 MiB',
            503: 'A peer does not answer, or the machine is not seen yet: repeat it',
          }),
        },
      },
    },
  };
}

/** The steps of templates. */
export const stepPaths: Paths = {
  ...step('open', {
    summary: 'Checks name, quota and policy, and opens a request for a task',
    input: 'OpenInput',
    answers: 'OpenAnswer',
  }),
  ...step('batch', {
    summary:
      'Checks how many machines are asked for, and keeps their names; a request is opened for each then',
    input: 'BatchInput',
    answers: 'BatchAnswer',
  }),
  ...step('operate', {
    summary:
      'Checks who asks for which operation on which machine, and opens a request for a task',
    input: 'OperateInput',
    answers: 'OperateAnswer',
  }),
  ...step('adopt', {
    summary:
      'Checks a machine that nobody requested, and opens a request to adopt it for a task',
    input: 'AdoptInput',
    answers: 'AdoptAnswer',
  }),
  ...step('check', {
    summary: 'Checks the same without opening anything',
    input: 'CheckInput',
    answers: 'CheckAnswer',
  }),
  ...step('propose', {
    summary: 'Opens the pull request',
    input: 'ProposeInput',
    answers: 'RequestPullRequest',
  }),
  ...step('submit', {
    summary: 'Records the plan; policy approves it, or it waits for a person',
    input: 'SubmitInput',
    answers: 'SubmitAnswer',
  }),
  ...step('claim', {
    summary: 'Takes an approved request for applying',
    input: 'ClaimInput',
    answers: 'ClaimAnswer',
  }),
  ...step('complete', {
    summary:
      'Merges, and does what follows the operation: records the new machine, or gives back what one that is gone had',
    input: 'CompleteInput',
    answers: 'CompleteAnswer',
  }),
  ...step('fail', {
    summary: 'Records that a task failed',
    input: 'FailInput',
    answers: 'FailAnswer',
  }),
};
