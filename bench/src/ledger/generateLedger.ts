import type { FilledRequest } from '@backlot/plugin-vm-requests-backend';
import { RequestState } from '@backlot/plugin-vm-requests-common';

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
/** One in so many of those without a machine has not ended. */
const openEach = 64;
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

/** Whether a request made a machine: those of the ledger's beginning did as those of its end. */
function madeMachine(index: number, { machines, requests }: LedgerSize) {
  return (
    Math.floor((index * machines) / requests) !==
    Math.floor(((index + 1) * machines) / requests)
  );
}

export function stateOf(index: number, size: LedgerSize): RequestState {
  if (madeMachine(index, size)) {
    return 'done';
  }
  return drawn(index, 6, openEach) === 0
    ? openStates[drawn(index, 7, openStates.length)]
    : endedStates[drawn(index, 8, endedStates.length)];
}

function filledRequest(index: number, size: LedgerSize): FilledRequest {
  const id = idOf(index);
  const environment = environmentOf(index);
  const state = stateOf(index, size);
  return {
    id,
    state,
    phase: ['open', 'applying'].includes(state) ? 'running' : 'none',
    name: nameOf(index),
    domain: `${environment}.acme.example`,
    environment,
    owner: ownerOf(index),
    requestedBy: requesterOf(index),
    purpose: `Runs the ${kindOf(index)} part of shop ${drawn(index, 5, 977)}`,
    approvers: environment === 'sandbox' ? [] : ['group:default/platform'],
    createdAt: new Date(firstMoment + index * everyMs).toISOString(),
    address: addressOf(index),
    directory: directoryOf(index),
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
        id: `vm-${index}`,
        instanceUuid: `50100000-5c3e-4f6a-9b1d-${base32(index, 12)}`,
      },
    }),
  };
}

/** Requests of some years with the machines that they made, the same each time. */
export function* generateLedger(size: LedgerSize): Generator<FilledRequest> {
  for (let index = 0; index < size.requests; index += 1) {
    yield filledRequest(index, size);
  }
}
