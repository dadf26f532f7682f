import { randomUUID } from 'node:crypto';
import {
  LabMachine,
  LabMachineIds,
  LabMachineSpec,
  LabNetworkCard,
} from '../../vcenter/machines/LabMachines';
import { askGate } from '../gate/askGate';
import { paint, unpaint } from '../terraform/ansi';
import { Attributes, IGNORED, MACHINE_ADDRESS } from '../terraform/Attributes';
import { TerraformError } from '../terraform/errorBox';
import { machineAttributes, machineSpec } from '../terraform/machineAttributes';
import { MachineState } from '../terraform/planMachine';
import { planCounts } from '../terraform/planText';
import { REBUILD_ADDRESS } from '../terraform/rebuild';
import { failAsTerraform, PlannedProject, SIMULATED } from './planProject';
import { print, ProjectError, ProjectRun } from './ProjectRun';

const SOURCE = [
  `with ${MACHINE_ADDRESS},`,
  'on .terraform/modules/vm/main.tf, in resource "vsphere_virtual_machine" "this":',
];

function asDiagnostic(error: unknown): TerraformError {
  return new TerraformError([
    {
      summary: error instanceof Error ? error.message : String(error),
      context: SOURCE,
    },
  ]);
}

/** Collects what is printed: the API answers it as well. */
type Printer = (lines: string[]) => Promise<void>;

/** Does the work while the lines come that Terraform prints meanwhile. */
async function meanwhile<T>(
  run: ProjectRun,
  say: Printer,
  doing: 'creating' | 'modifying' | 'destroying',
  work: () => Promise<T>,
): Promise<T> {
  const telling = async () => {
    await run.life.pause(run.context.paceMs);
    await say([
      paint('bold', `${MACHINE_ADDRESS}: Still ${doing}... [10s elapsed]`),
    ]);
  };
  const [done, told] = await Promise.allSettled([work(), telling()]);
  if (told.status === 'rejected') {
    throw told.reason;
  }
  if (done.status === 'rejected') {
    throw asDiagnostic(done.reason);
  }
  return done.value;
}

function stateOf(
  planned: PlannedProject,
  ids: LabMachineIds,
  tainted: boolean,
): MachineState {
  return {
    id: ids.uuid,
    moid: ids.moid,
    tainted,
    ipv4Address: planned.variables.network.interfaces[0].ipv4?.address,
    attributes: machineAttributes(planned.variables),
  };
}

function customizationFailed(spec: LabMachineSpec): TerraformError {
  return new TerraformError([
    {
      summary: '',
      context: SOURCE,
      detail: [
        `Virtual machine customization failed on "${[spec.folder, spec.name]
          .filter(Boolean)
          .join('/')}":`,
        '',
        'timeout waiting for customization to complete',
        '',
        'The virtual machine has not been deleted to assist with troubleshooting. If corrective steps are taken without modifying the "customize" block of the resource configuration, the resource will need to be tainted before trying again.',
      ].join('\n'),
    },
  ]);
}

/**
 * Kills Terraform where that is asked for. What it made in the seconds before is not in the state: a
 * backend gets that from time to time, and when the apply ends.
 */
async function killAt(
  moment: 'killed-before-clone' | 'killed-after-clone',
  { project, context: { states, faults, kill }, life }: ProjectRun,
  { change: { rebuild } }: PlannedProject,
) {
  if (faults.strike('atlantis', moment, project.directory)) {
    if (rebuild.kind === 'create') {
      await states.set(project, { rebuild: undefined });
    }
    kill();
    life.check();
  }
}

async function create(run: ProjectRun, say: Printer, planned: PlannedProject) {
  const { machines, states, faults } = run.context;
  const { directory } = run.project;
  const spec = machineSpec(planned.variables);
  await say([paint('bold', `${MACHINE_ADDRESS}: Creating...`)]);
  await killAt('killed-before-clone', run, planned);
  const ids = await meanwhile(run, say, 'creating', () =>
    machines.create(spec),
  );
  await killAt('killed-after-clone', run, planned);
  if (faults.strike('atlantis', 'apply-fails-half-way', directory)) {
    await states.set(run.project, { machine: stateOf(planned, ids, true) });
    throw customizationFailed(spec);
  }
  await states.set(run.project, { machine: stateOf(planned, ids, false) });
  await say([
    paint(
      'bold',
      `${MACHINE_ADDRESS}: Creation complete after 14s [id=${ids.uuid}]`,
    ),
  ]);
}

/** The module's own condition for the machine once it was applied. */
function checkMacAddresses(machine: LabMachine, wanted: LabNetworkCard[]) {
  const addresses = (cards: LabNetworkCard[]) =>
    cards.map(({ macAddress }) => macAddress).join(' ');
  if (addresses(machine.networkCards) !== addresses(wanted)) {
    throw new TerraformError([
      {
        summary: 'Resource postcondition failed',
        context: SOURCE.slice(1),
        detail:
          "A network card has another MAC address than was asked for, so its guest has no network there. A template's card must have a generated MAC address, not a static one; that of a machine's card can't be changed.",
      },
    ]);
  }
}

/** What an update leaves as it was, since the module ignores its changes. */
function keptAttributes(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) => IGNORED.has(name)),
  );
}

async function update(
  run: ProjectRun,
  say: Printer,
  planned: PlannedProject,
  id: string,
) {
  const { machines, states, faults } = run.context;
  const { directory } = run.project;
  const { name, cpus, memoryMib, disks, networkCards } = machineSpec(
    planned.variables,
  );
  await say([paint('bold', `${MACHINE_ADDRESS}: Modifying... [id=${id}]`)]);
  await killAt('killed-before-clone', run, planned);
  const before = machines.find({ uuid: id });
  await meanwhile(run, say, 'modifying', () =>
    machines.reconfigure(id, {
      name,
      cpus,
      memoryMib,
      // The label of a disk is vCenter's own; that of the configuration is only in the state.
      disks: disks.map((disk, index) => ({
        ...disk,
        label: before?.disks[index]?.label ?? disk.label,
      })),
      // The provider leaves the static MAC address of a card that is there.
      networkCards: networkCards.map((card, index) => ({
        ...card,
        macAddress: before?.networkCards[index]?.macAddress ?? card.macAddress,
      })),
    }),
  );
  await killAt('killed-after-clone', run, planned);
  if (faults.strike('atlantis', 'apply-fails-half-way', directory)) {
    throw asDiagnostic(
      'error powering on virtual machine: timeout while waiting for power-on',
    );
  }
  const machine = machines.find({ uuid: id });
  if (!machine) {
    throw asDiagnostic(`cannot locate virtual machine with UUID "${id}"`);
  }
  const attributes = states.get(run.project).machine?.attributes;
  const changed = stateOf(planned, machine, false);
  await states.set(run.project, {
    machine: {
      ...changed,
      attributes: {
        ...changed.attributes,
        ...keptAttributes(attributes ?? {}),
      },
    },
  });
  checkMacAddresses(machine, networkCards);
  await say([
    paint(
      'bold',
      `${MACHINE_ADDRESS}: Modifications complete after 11s [id=${id}]`,
    ),
  ]);
}

async function destroy(run: ProjectRun, say: Printer, id: string) {
  const { machines, states } = run.context;
  await say([paint('bold', `${MACHINE_ADDRESS}: Destroying... [id=${id}]`)]);
  await meanwhile(run, say, 'destroying', () => machines.destroy(id));
  await states.set(run.project, { machine: undefined });
  await say([
    paint('bold', `${MACHINE_ADDRESS}: Destruction complete after 11s`),
  ]);
}

/** Ends what is destroyed or replaced: first the machine, which depends on its number. */
async function destroyAll(
  run: ProjectRun,
  say: Printer,
  { change: { machine, rebuild } }: PlannedProject,
) {
  if (machine.kind === 'delete' || machine.kind === 'replace') {
    await destroy(run, say, machine.id);
  }
  if (rebuild.kind === 'delete' || rebuild.kind === 'replace') {
    await say([
      paint(
        'bold',
        `${REBUILD_ADDRESS}: Destroying... [id=${rebuild.before.id}]`,
      ),
    ]);
    await run.context.states.set(run.project, { rebuild: undefined });
    await say([
      paint('bold', `${REBUILD_ADDRESS}: Destruction complete after 0s`),
    ]);
  }
}

/** Makes what is new, and changes what is there: first the number. */
async function makeAll(run: ProjectRun, say: Printer, planned: PlannedProject) {
  const { machine, rebuild } = planned.change;
  if (rebuild.kind === 'create' || rebuild.kind === 'replace') {
    await say([paint('bold', `${REBUILD_ADDRESS}: Creating...`)]);
    const id = randomUUID();
    await run.context.states.set(run.project, {
      rebuild: { id, number: rebuild.after },
    });
    await say([
      paint(
        'bold',
        `${REBUILD_ADDRESS}: Creation complete after 0s [id=${id}]`,
      ),
    ]);
  }
  if (machine.kind === 'create' || machine.kind === 'replace') {
    await create(run, say, planned);
  } else if (machine.kind === 'update') {
    await update(run, say, planned, machine.id);
  }
}

function ending(run: ProjectRun, planned: PlannedProject): string[] {
  const {
    add,
    change: changed,
    destroy: destroyed,
  } = planCounts(planned.change);
  const { machine } = run.context.states.get(run.project);
  return [
    '',
    paint(
      'green',
      `Apply complete! Resources: ${add} added, ${changed} changed, ${destroyed} destroyed.`,
    ),
    ...(machine
      ? [
          '',
          paint('green', 'Outputs:'),
          '',
          `ipv4_address = ${JSON.stringify(machine.ipv4Address ?? null)}`,
          `moid = ${JSON.stringify(machine.moid)}`,
          `uuid = ${JSON.stringify(machine.id)}`,
        ]
      : []),
  ];
}

async function passGate(run: ProjectRun, planned: PlannedProject) {
  const { gate } = run.context;
  if (!gate) {
    return '';
  }
  const refusal = await askGate(gate, {
    repository: run.project.repository,
    pull: run.pull,
    directory: run.project.directory,
    workspace: run.project.workspace,
    commit: run.commit,
    digest: planned.digest,
  });
  if (refusal !== undefined) {
    await print(run, [refusal]);
    throw new ProjectError('exit status 1');
  }
  await print(run, ['backlot-gate: approved']);
  return 'backlot-gate: approved\n';
}

/**
 * Asks the gate, then does what the plan says.
 *
 * @returns what the API answers
 * @throws ProjectError when the gate refuses or the apply fails
 * @internal
 */
export async function applyProject(
  run: ProjectRun,
  planned: PlannedProject,
): Promise<string> {
  const passed = run.context.starterWorkflow
    ? await passGate(run, planned)
    : '';
  const printed: string[] = [];
  const say: Printer = async lines => {
    printed.push(...lines);
    await print(run, lines);
  };
  await say([SIMULATED]);
  try {
    await destroyAll(run, say, planned);
    await makeAll(run, say, planned);
  } catch (error) {
    return await failAsTerraform(run, 'apply', error);
  }
  await say(ending(run, planned));
  const text = `${printed.map(unpaint).join('\n')}\n`;
  return passed ? `${passed}\n${text}` : text;
}
