import { durationToMilliseconds } from '@backstage/types';
import {
  MachineAccess,
  PolicyEnvironment,
} from '@backlot/plugin-vm-requests-common';
import {
  OperationBlueprint,
  RequestTerms,
} from '@backlot/plugin-vm-requests-node';
import { LedgerSettings } from './LedgerSettings';

/** What every machine of a blueprint in an environment is given by policy and configuration. */
export function termsOf(
  { policy }: Pick<LedgerSettings, 'policy'>,
  machine: {
    environment: PolicyEnvironment;
    blueprint: OperationBlueprint;
    access: MachineAccess;
  },
): Pick<
  RequestTerms,
  'access' | 'terraform' | 'values' | 'outputs' | 'lease' | 'guestReportWithin'
> {
  const { environment, blueprint, access } = machine;
  const { guest, lease } = environment;
  return {
    access,
    terraform: blueprint.terraform,
    values: blueprint.values,
    outputs: blueprint.outputs,
    lease: lease && { duration: lease.duration, timeZone: policy.timeZone },
    guestReportWithin: durationToMilliseconds(guest.reportWithin),
  };
}
