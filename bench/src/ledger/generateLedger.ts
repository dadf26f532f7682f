import type { FilledRequest } from '@backlot/plugin-vm-requests-backend';
import { RequestFile, RequestState } from '@backlot/plugin-vm-requests-common';

/** How many of each. */
export interface LedgerSize {
  machines: number;
  /** At least as many as machines. */
  requests: number;
}

export const repository = 'platform/infrastructure';
export const environments = ['development', 'production', 'sandbox'];

const kinds = ['web', 'db', 'cache', 'batch', 'mail'];
const firstMoment = Date.UTC(2024, 0, 1);
/** A request each five minutes: 300,000 are those of three years. */
const everyMs = 5 * 60_000;
/** One in so many of those that make no machine asks for one, and comes to nothing or has not ended. */
const inVainEach = 4;
/** One in so many of those in vain has not ended. */
const openEach = 16;
/** One in so many resizes comes to nothing. */
const notResizedEach = 5;
/** The oldest one in so many machines are decommissioned; only younger ones are resized. */
const goneEach = 10;
const openStates: RequestState[] = [
  'open',
  'planned',
  'changes-requested',
  'approved',
  'applying',
  'undoing',
];
const endedStates: RequestState[] = [
  'failed',
  'rolled-back',
  'rejected',
  'cancelled',
  'expired',
];
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function base32(value: number, length: number): string {
  let text = '';
  for (let left = value; text.length < length; left = Math.floor(left / 32)) {
    text = digits[left % 32] + text;
  }
  return text;
}

/** The id of a request, a ULID of its time. */
export function idOf(index: number): string {
  return base32(firstMoment + index * everyMs, 10) + base32(index, 16);
}

/** A number below a limit, the same each time, that tells nothing of the index's other numbers. */
function drawn(index: number, what: number, below: number): number {
  const mixed = Math.imul(index + 1 + what * 0x9e3779b1, 0x85ebca6b);
  return (Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> 8) % below;
}

const kindOf = (index: number) => kinds[drawn(index, 1, kinds.length)];

/** Name of the machine of a request, with its number in it. */
export function nameOf(index: number): string {
  return `${kindOf(index)}-${String(index).padStart(6, '0')}`;
}

export const environmentOf = (index: number) =>
  environments[drawn(index, 2, environments.length)];

export function addressOf(index: number): string {
  return `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
}

export const ownerOf = (index: number) =>
  `group:default/team-${drawn(index, 3, 300)}`;

export const requesterOf = (index: number) =>
  `user:default/p${drawn(index, 4, 3000)}`;

/** Where a request lies in the repository. */
export function directoryOf(index: number): string {
  return `vms/${environmentOf(index)}/${nameOf(index)}`;
}

export const commit = 'c'.repeat(40);
export const digest = `sha256:${'d'.repeat(64)}`;

/** How many machines were made before a request. */
function madeBefore(index: number, { machines, requests }: LedgerSize) {
  return Math.floor((index * machines) / requests);
}

/** Whether a request made a machine: those of the ledger's beginning did as those of its end. */
function madeMachine(index: number, size: LedgerSize) {
  return madeBefore(index, size) !== madeBefore(index + 1, size);
}

/** The request that made a machine, of which there were so many before. */
function makerOf(machine: number, { machines, requests }: LedgerSize): number {
  return Math.ceil(((machine + 1) * requests) / machines) - 1;
}

/** What a request asks for, and the request that made the machine which it is about. */
export function askedBy(
  index: number,
  size: LedgerSize,
): { kind: 'create' | 'resize' | 'decommission'; subject: number } {
  const made = madeBefore(index, size);
  if (
    made > 0 &&
    made % goneEach === 0 &&
    !madeMachine(index, size) &&
    madeMachine(index - 1, size)
  ) {
    const gone = made / goneEach - 1;
    return { kind: 'decommission', subject: makerOf(gone, size) };
  }
  const firstStanding = Math.floor(made / goneEach);
  if (
    made === 0 ||
    madeMachine(index, size) ||
    drawn(index, 9, inVainEach) === 0
  ) {
    return { kind: 'create', subject: index };
  }
  const resized = firstStanding + drawn(index, 10, made - firstStanding);
  return { kind: 'resize', subject: makerOf(resized, size) };
}

/** The request that made one of the machines that stand; each index below their number has another. */
export function standing(index: number, size: LedgerSize): number {
  // The last request makes a machine, and none comes after it.
  const gone = Math.floor((size.machines - 1) / goneEach);
  return makerOf(gone + (index % (size.machines - gone)), size);
}

export function stateOf(index: number, size: LedgerSize): RequestState {
  const { kind } = askedBy(index, size);
  const ended = endedStates[drawn(index, 8, endedStates.length)];
  switch (kind) {
    case 'decommission':
      return 'done';
    case 'resize':
      return drawn(index, 11, notResizedEach) === 0 ? ended : 'done';
    default:
      if (madeMachine(index, size)) {
        return 'done';
      }
      return drawn(index, 6, openEach) === 0
        ? openStates[drawn(index, 7, openStates.length)]
        : ended;
  }
}

/** A machine's variables, as the starter's template writes them. */
function filesOf(
  index: number,
  { kind, subject }: ReturnType<typeof askedBy>,
): RequestFile[] {
  const variables = {
    present: kind !== 'decommission',
    name: nameOf(subject),
    domain: `${environmentOf(subject)}.acme.example`,
    placement: {
      datacenter: { id: 'datacenter-2', name: 'fra1' },
      cluster: { id: 'domain-c8', name: 'fra1-dev-01' },
      datastore: { id: 'datastore-12', name: 'fra1-dev-ds-01' },
      network: { id: 'dvportgroup-31', name: 'fra1-dev-app' },
      folder: 'backlot',
    },
    address: { ip: addressOf(subject), prefix_length: 8, gateway: '10.0.0.1' },
    hardware: {
      cpus: kind === 'create' ? 2 : 2 + drawn(index, 12, 6),
      cores_per_socket: 1,
      memory_mib: 4096,
      hot_plug: { cpu_add: true, cpu_remove: false, memory_add: true },
      scsi: { controllers: 1 },
      sata_controllers: 0,
      disks: [{ label: 'Disk 0', controller: 'scsi', unit: 0, size_gib: 40 }],
    },
    annotation: `Owner ${ownerOf(subject)}; request ${idOf(subject)}`,
  };
  return [
    {
      path: `${directoryOf(subject)}/vm.auto.tfvars.json`,
      content: `${JSON.stringify(variables, undefined, 2)}\n`,
    },
  ];
}

function filledRequest(index: number, size: LedgerSize): FilledRequest {
  const id = idOf(index);
  const asked = askedBy(index, size);
  const { kind, subject } = asked;
  const environment = environmentOf(subject);
  const state = stateOf(index, size);
  return {
    id,
    kind,
    machineId: idOf(subject),
    files: filesOf(index, asked),
    state,
    phase: ['open', 'applying'].includes(state) ? 'running' : 'none',
    name: nameOf(subject),
    domain: `${environment}.acme.example`,
    environment,
    owner: ownerOf(subject),
    requestedBy: requesterOf(index),
    purpose: `Runs the ${kindOf(subject)} part of shop ${drawn(
      subject,
      5,
      977,
    )}`,
    approvers: environment === 'sandbox' ? [] : ['group:default/platform'],
    createdAt: new Date(firstMoment + index * everyMs).toISOString(),
    address: addressOf(subject),
    directory: directoryOf(subject),
    pullRequest: {
      repository,
      number: index + 1,
      url: `https://forge.example/${repository}/pulls/${index + 1}`,
      branch: `vm/${id.toLowerCase()}`,
      commit,
    },
    digest,
    ...(state === 'done' && {
      machine: {
        source: 'vcenter',
        id: `vm-${subject}`,
        instanceUuid: `50100000-5c3e-4f6a-9b1d-${base32(subject, 12)}`,
      },
    }),
  };
}

/** Requests of some years with the machines that they made, resized and ended, the same each time. */
export function* generateLedger(size: LedgerSize): Generator<FilledRequest> {
  for (let index = 0; index < size.requests; index += 1) {
    yield filledRequest(index, size);
  }
}
