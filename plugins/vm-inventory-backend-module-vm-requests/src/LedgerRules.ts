import { Machine } from '@backlot/plugin-vm-inventory-common';
import {
  MachineRules,
  MachineRulesProvider,
} from '@backlot/plugin-vm-inventory-node';
import { LedgerMachineRules } from '@backlot/plugin-vm-requests-common';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';

/** The ledger's rules of machines that came from requests. */
export class LedgerRules implements MachineRulesProvider {
  readonly #ledger: Pick<VmRequestLedger, 'machineRules'>;

  constructor(options: { ledger: Pick<VmRequestLedger, 'machineRules'> }) {
    this.#ledger = options.ledger;
  }

  async rulesOf(
    machine: Machine,
    options: { signal: AbortSignal },
  ): Promise<MachineRules | undefined> {
    const { source, id, instanceUuid } = machine;
    const rules = await this.#ledger.machineRules(
      { source, id, instanceUuid },
      options,
    );
    return rules && inWords(rules);
  }
}

function inWords(rules: LedgerMachineRules): MachineRules {
  const { owner, environment, power, snapshots, inApply } = rules;
  return {
    owners: [owner],
    power,
    snapshots,
    reason: `In environment '${environment}' owners may not do this: the policy leaves it to operators.`,
    refused:
      inApply &&
      `Request ${inApply} is being applied to this machine. Wait until that has ended.`,
  };
}
