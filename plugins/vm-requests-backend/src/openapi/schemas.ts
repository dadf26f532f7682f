import { jsonSchemas } from '@backlot/backend-common';
import {
  giveBackStepSchema,
  guestReportSchema,
  jsonValueSchema,
  ledgerMachineSchema,
  machineLifecycleSchema,
  machineHardwareSchema,
  machineSpecSchema,
  nameAvailabilitySchema,
  offeredPolicySchema,
  operationKindSchema,
  peerTestSchema,
  peerTestStepSchema,
  planActionSchema,
  planChangeSchema,
  planCheckSchema,
  planOutputSchema,
  planSchema,
  planValueSchema,
  policyEnvironmentSchema,
  policyNetworkSchema,
  policySiteSchema,
  policySizeSchema,
  requestAbilitySchema,
  requestAddressSchema,
  requestDecisionSchema,
  requestEventSchema,
  requestFileSchema,
  requestInterfaceSchema,
  requestMachineSchema,
  requestPlacementSchema,
  requestPreviewSchema,
  requestPullRequestSchema,
  requestStateSchema,
  requestWaitSchema,
  retryProspectSchema,
  vmRequestPageSchema,
  vmRequestSchema,
  vmRequestSummarySchema,
  waitsForSchema,
} from '@backlot/plugin-vm-requests-common';
import {
  ledgerSteps,
  terraformPinSchema,
} from '@backlot/plugin-vm-requests-node';
import { z } from 'zod';
import {
  approval,
  machineSpecInput,
  previewInput,
  refusal,
  steering,
  stepInputs,
} from '../routes/schemas';

/** What is taken and answered alike. */
const both = {
  JsonValue: jsonValueSchema,
  Plan: planSchema,
  PlanValue: planValueSchema,
  PlanChange: planChangeSchema,
  PlanOutput: planOutputSchema,
  PlanAction: planActionSchema,
  PlanCheck: planCheckSchema,
  RequestPlacement: requestPlacementSchema,
  RequestAddress: requestAddressSchema,
  RequestFile: requestFileSchema,
};

const answers = {
  ...both,
  OperationKind: operationKindSchema,
  MachineLifecycle: machineLifecycleSchema,
  RequestState: requestStateSchema,
  WaitsFor: waitsForSchema,
  RequestWait: requestWaitSchema,
  RetryProspect: retryProspectSchema,
  RequestAbility: requestAbilitySchema,
  RequestDecision: requestDecisionSchema,
  GiveBackStep: giveBackStepSchema,
  GuestReport: guestReportSchema,
  MachineSpec: machineSpecSchema,
  MachineHardware: machineHardwareSchema,
  RequestInterface: requestInterfaceSchema,
  RequestPullRequest: requestPullRequestSchema,
  RequestMachine: requestMachineSchema,
  VmRequest: vmRequestSchema,
  VmRequestSummary: vmRequestSummarySchema,
  VmRequestPage: vmRequestPageSchema,
  RequestEvent: requestEventSchema,
  RequestHistory: z
    .object({ items: z.array(requestEventSchema) })
    .describe('The history of a request, oldest first'),
  LedgerMachine: ledgerMachineSchema,
  LedgerMachineList: z
    .object({ items: z.array(ledgerMachineSchema) })
    .describe('Machines that came from requests and stand'),
  PolicyNetwork: policyNetworkSchema,
  PolicySite: policySiteSchema,
  PolicySize: policySizeSchema,
  PolicyEnvironment: policyEnvironmentSchema,
  OfferedPolicy: offeredPolicySchema,
  NameAvailability: nameAvailabilitySchema,
  RequestPreview: requestPreviewSchema,
  PeerTestStep: peerTestStepSchema,
  PeerTest: peerTestSchema,
  TerraformPin: terraformPinSchema,
  OpenAnswer: ledgerSteps.open.answer,
  DecommissionAnswer: ledgerSteps.decommission.answer,
  CheckAnswer: ledgerSteps.check.answer,
  SubmitAnswer: ledgerSteps.submit.answer,
  ClaimAnswer: ledgerSteps.claim.answer,
  CompleteAnswer: ledgerSteps.complete.answer,
  FailAnswer: ledgerSteps.fail.answer,
};

const inputs = {
  ...both,
  MachineSpecInput: machineSpecInput,
  OpenInput: stepInputs.open,
  DecommissionInput: stepInputs.decommission,
  CheckInput: stepInputs.check,
  ProposeInput: stepInputs.propose,
  SubmitInput: stepInputs.submit,
  ClaimInput: stepInputs.claim,
  CompleteInput: stepInputs.complete,
  FailInput: stepInputs.fail,
  ApprovalInput: approval,
  RefusalInput: refusal,
  SteeringInput: steering,
  PreviewInput: previewInput,
};

/** The JSON Schemas of the document by their names. */
export function createSchemas(): Record<string, object> {
  return jsonSchemas({ answers, inputs });
}
