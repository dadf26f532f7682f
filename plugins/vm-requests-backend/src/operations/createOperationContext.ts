import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import { blueprintOf, environmentOf } from '@backlot/plugin-vm-requests-common';
import { OperationContext } from '@backlot/plugin-vm-requests-node';
import { LedgerContext } from '../ledger/LedgerContext';
import { blame } from '../peers/blame';

const firstLookMs = 50;
const mostLookMs = 1_000;

/** What the operations' own parts are given of the ledger. */
export function createOperationContext(
  context: LedgerContext,
): OperationContext {
  const { peers, settings, store, clock, signal } = context;
  return {
    inventory: peers.inventory,
    addresses: peers.addresses,
    owners: {
      exists: ref => peers.people.exists(ref),
      countOf: of => store.countOf(of),
    },
    now: () => clock.now(),
    timeZone: settings.policy.timeZone,
    signal,
    blueprint: name => blueprintOf(settings.blueprints, name),
    environment: name => environmentOf(settings.policy, name),
    machine: id => store.getMachine(id),
    async lookUntil(look, waitsFor) {
      const end = Date.now() + settings.machineWait;
      for (
        let pause = firstLookMs;
        ;
        pause = Math.min(pause * 1.5, mostLookMs)
      ) {
        const seen = await look();
        if (seen !== undefined) {
          return seen;
        }
        if (Date.now() >= end) {
          throw blame(
            new ServiceUnavailableError(
              `${waitsFor} Look at the source's health.`,
            ),
            'inventory',
            `${waitsFor} The request goes on by itself.`,
          );
        }
        await sleep(pause, undefined, { signal }).catch(() =>
          signal.throwIfAborted(),
        );
      }
    },
  };
}
