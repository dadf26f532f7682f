import { ConflictError, InputError } from '@backstage/errors';
import {
  RequestMachine,
  JsonRecord,
  jsonRecordSchema,
} from '@backlot/plugin-vm-requests-common';
import {
  PlannedOperation,
  OperationContext,
  OperationRequest,
  SeenMachine,
} from '@backlot/plugin-vm-requests-node';
import {
  machineOf,
  rememberPower,
  restorePower,
  seeMachine,
} from '../standingMachine';
import { recordMachine } from '../recordMachine';
import { writeVariables } from '../variables';
import { checkResizes } from './checkResizes';
import { HardwareVariables, readHardware } from './hardwareVariables';
import { diskGibOf, planResize, resizeInput } from './planResize';

function hardwareOf({ id, files }: OperationRequest) {
  const read = readHardware(files);
  if (!read) {
    throw new InputError(
      `The files of request ${id} have no variable 'hardware' of the form that the starter's module takes, so its sizes cannot be changed from here.`,
    );
  }
  return read;
}

/** Says that a disk of a machine cannot grow, because there are snapshots of it. */
async function findSnapshots(
  { inventory }: OperationContext,
  { machine, fqdn }: { machine: SeenMachine; fqdn: string },
): Promise<string | undefined> {
  const details = await inventory.details(machine);
  const snapshots = details?.snapshots ?? [];
  return snapshots.length > 0
    ? `${fqdn} has snapshots (${snapshots
        .slice(0, 3)
        .join(
          ', ',
        )}), and a disk cannot grow while there are any. Delete them first.`
    : undefined;
}

/** What users of the machine will notice. */
function interruption(
  power: SeenMachine['power'],
  restartsFor: readonly string[],
): string | undefined {
  if (power === 'off') {
    return 'The machine is off. The change switches it on; Backlot has it shut down again afterwards.';
  }
  return restartsFor.length > 0
    ? `The machine is restarted, because ${restartsFor.join(
        ' and ',
      )}: its guest is shut down, or switched off where it does not answer in time, and the machine is switched on again.`
    : undefined;
}

async function isAsAsked(
  { inventory }: OperationContext,
  request: OperationRequest,
  hardware: HardwareVariables,
): Promise<RequestMachine | undefined> {
  const known = machineOf(request);
  const { machine } = await inventory.look({ ...known, name: request.name });
  return machine?.cpus === hardware.cpus &&
    machine.memoryMib === hardware.memory_mib
    ? { ...known, id: machine.id }
    : undefined;
}

/** Changes CPUs, memory and disks of a machine in place. */
export const resizeOperation: PlannedOperation = {
  kind: 'resize',
  words: {
    title: 'Resize',
    asks: 'asks to resize the machine',
    asksInGit: 'asks to resize this virtual machine of',
    done: 'is resized',
    halfApplied: 'Part of the change may be made',
  },
  giveBack: ['pull-request', 'reservation'],
  // A disk that has grown cannot shrink again, and one that was added may hold data by now.
  rollBack: ({ terms }) => {
    const { disks, addDisks } = resizeInput.parse(terms.change?.input ?? {});
    return disks.length + addDisks.length > 0 ? 'none' : 'revert';
  },
  lifecycle: { meanwhile: 'active', done: 'active', otherwise: 'active' },

  change: {
    description: 'Changes CPUs and memory, lets disks grow, or adds disks.',
    template: 'template:default/vm-resize',
    input: resizeInput,

    async resolve(context, input, machine, shaping) {
      const environment = context.environment(machine.environment);
      if (!environment) {
        throw new InputError(
          `Policy no longer has the environment ${machine.environment}, so nobody knows which sizes are allowed.`,
        );
      }
      const { variables, hardware: before } = hardwareOf(shaping);
      const asked = resizeInput.parse(input);
      const planned = planResize(before, asked, environment.limits);
      const seen = await seeMachine(context, shaping);
      if (planned.growsDisks) {
        const snapshots = await findSnapshots(context, {
          machine: seen,
          fqdn: machine.fqdn,
        });
        if (snapshots) {
          throw new ConflictError(snapshots);
        }
      }
      const { hardware } = planned;
      const values: JsonRecord = {
        ...variables.values,
        hardware: jsonRecordSchema.parse(hardware),
      };
      return {
        does: planned.does,
        interrupts: interruption(seen.power, planned.restartsFor),
        files: [writeVariables({ ...variables, values })],
        hardware: {
          cpus: hardware.cpus,
          memoryMib: hardware.memory_mib,
          disksGib: hardware.disks.map(disk => disk.size_gib),
        },
        diskGib: diskGibOf(hardware),
        growth: planned.growth,
      };
    },
  },

  checkPlan: (plan, request) =>
    checkResizes(plan, request.directory, hardwareOf(request).hardware),

  /** vSphere refuses to grow a disk of which there are snapshots, once the machine is switched off for it. */
  async hindrance(context, request) {
    const { disks } = resizeInput.parse(request.terms.change?.input ?? {});
    if (disks.length === 0) {
      return undefined;
    }
    const { machine } = await context.inventory.look({
      ...machineOf(request),
      name: request.name,
    });
    return machine && findSnapshots(context, { machine, fqdn: request.fqdn });
  },

  remember: rememberPower,

  async settle(context, request) {
    const { hardware } = hardwareOf(request);
    const machine = await context.lookUntil(
      () => isAsAsked(context, request, hardware),
      `The inventory of ${
        request.spec.source
      } does not show the new size of machine ${
        machineOf(request).id
      } yet, which Terraform has changed.`,
    );
    const { madeBy } = await context.machine(request.machineId);
    await recordMachine(context, request, madeBy);
    await context.inventory.endReservation(request.id);
    return { machine, news: await restorePower(context, request, machine) };
  },

  outcome: ({ terms }) => ({ news: terms.change?.does.join(' ') }),
};
