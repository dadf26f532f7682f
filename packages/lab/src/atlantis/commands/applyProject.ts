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
    ipv4Address: planned.variables.network.interfaces[0].ipv4.address,
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

async function create(run: ProjectRun, say: Printer, planned: PlannedProject) {
  const { machines, states, faults, kill } = run.context;
  const { directory } = run.project;
  const spec = machineSpec(planned.variables);
  await say([paint('bold', `${MACHINE_ADDRESS}: Creating...`)]);
  if (faults.strike('atlantis', 'killed-before-clone', directory)) {
    kill();
    run.life.check();
  }
  const ids = await meanwhile(run, say, 'creating', () =>
    machines.create(spec),
  );
  if (faults.strike('atlantis', 'killed-after-clone', directory)) {
    kill();
    run.life.check();
  }
  if (faults.strike('atlantis', 'apply-fails-half-way', directory)) {
    await states.set(run.project, stateOf(planned, ids, true));
    throw customizationFailed(spec);
  }
  await states.set(run.project, stateOf(planned, ids, false));
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
  const { machines, states, faults, kill } = run.context;
  const { directory } = run.project;
  const { name, cpus, memoryMib, disks, networkCards } = machineSpec(
    planned.variables,
  );
  await say([paint('bold', `${MACHINE_ADDRESS}: Modifying... [id=${id}]`)]);
  if (faults.strike('atlantis', 'killed-before-clone', directory)) {
    kill();
    run.life.check();
  }
  const before = machines.find({ uuid: id })?.networkCards ?? [];
  await meanwhile(run, say, 'modifying', () =>
    machines.reconfigure(id, {
      name,
      cpus,
      memoryMib,
      disks,
      // The provider leaves the static MAC address of a card that is there.
      networkCards: networkCards.map((card, index) => ({
        ...card,
        macAddress: before[index]?.macAddress ?? card.macAddress,
      })),
    }),
  );
  if (faults.strike('atlantis', 'killed-after-clone', directory)) {
    kill();
    run.life.check();
  }
  if (faults.strike('atlantis', 'apply-fails-half-way', directory)) {
    throw asDiagnostic(
      'error powering on virtual machine: timeout while waiting for power-on',
    );
  }
  const machine = machines.find({ uuid: id });
  if (!machine) {
    throw asDiagnostic(`cannot locate virtual machine with UUID "${id}"`);
  }
  const attributes = states.get(run.project)?.attributes;
  const changed = stateOf(planned, machine, false);
  await states.set(run.project, {
    ...changed,
    attributes: {
      ...changed.attributes,
      ...keptAttributes(attributes ?? {}),
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
  await states.set(run.project, undefined);
  await say([
    paint('bold', `${MACHINE_ADDRESS}: Destruction complete after 11s`),
  ]);
}

async function change(run: ProjectRun, say: Printer, planned: PlannedProject) {
  switch (planned.change.kind) {
    case 'create':
      await create(run, say, planned);
      break;
    case 'update':
      await update(run, say, planned, planned.change.id);
      break;
    case 'replace':
      await destroy(run, say, planned.change.id);
      await create(run, say, planned);
      break;
    case 'delete':
      await destroy(run, say, planned.change.id);
      break;
    default:
  }
}

function ending(run: ProjectRun, planned: PlannedProject): string[] {
  const {
    add,
    change: changed,
    destroy: destroyed,
  } = planCounts(planned.change);
  const state = run.context.states.get(run.project);
  return [
    '',
    paint(
      'green',
      `Apply complete! Resources: ${add} added, ${changed} changed, ${destroyed} destroyed.`,
    ),
    ...(state
      ? [
          '',
          paint('green', 'Outputs:'),
          '',
          `ipv4_address = ${JSON.stringify(state.ipv4Address)}`,
          `moid = ${JSON.stringify(state.moid)}`,
          `uuid = ${JSON.stringify(state.id)}`,
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
    await change(run, say, planned);
  } catch (error) {
    return await failAsTerraform(run, 'apply', error);
  }
  await say(ending(run, planned));
  const text = `${printed.map(unpaint).join('\n')}\n`;
  return passed ? `${passed}\n${text}` : text;
}
