import { z } from 'zod';
import {
  AllocationFieldCheck,
  allocationFieldProblems,
} from '../allocation/allocationFieldProblems';
import { AllocationField } from '../allocation/AllocationField';
import { NetBoxApi } from '../http/NetBoxApi';
import { NetBoxAnswer } from '../http/NetBoxHttp';
import { netBoxWords, refusal } from '../http/refusal';

/**
 * What a connection test looks at, in this order.
 *
 * @public
 */
export type ConnectionStepName =
  | 'reachable'
  | 'token'
  | 'version'
  | 'write'
  | 'custom-field'
  | 'unique'
  | 'exact'
  | 'addresses';

/**
 * One step of a connection test.
 *
 * @public
 */
export interface ConnectionStep {
  name: ConnectionStepName;
  /** For people. */
  title: string;
  /** Whether it is as it must be; a step that was not tried is not. */
  ok: boolean;
  /** What was seen, e.g. the version. */
  detail?: string;
  /** What is wrong, in NetBox's words where it said some. */
  error?: string;
  /** What to do about it. */
  remedy?: string;
}

/** Unique custom fields came with this version. */
const MINIMUM_VERSION = [4, 1];

const titles: Record<ConnectionStepName, string> = {
  reachable: 'NetBox answers',
  token: 'NetBox accepts the token',
  version: 'NetBox is new enough',
  write: 'The token may write addresses',
  'custom-field': 'The custom field for allocation keys exists',
  unique: 'The custom field is unique',
  exact: 'The custom field is filtered exactly',
  addresses: 'The custom field is one of IP addresses',
};

const setUp =
  'Run the set-up command of @backlot/netbox-client with the token of an administrator.';

const fieldSteps: [ConnectionStepName, AllocationFieldCheck][] = [
  ['custom-field', 'exists'],
  ['unique', 'unique'],
  ['exact', 'exact'],
  ['addresses', 'addresses'],
];

const status = z.object({ 'netbox-version': z.string() });

type Finding = Omit<ConnectionStep, 'name' | 'title'>;

function failed(error: string, remedy?: string): Finding {
  return { ok: false, error, ...(remedy ? { remedy } : {}) };
}

function isNewEnough(version: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  return (
    major > MINIMUM_VERSION[0] ||
    (major === MINIMUM_VERSION[0] && minor >= MINIMUM_VERSION[1])
  );
}

function tokenFinding(answer: NetBoxAnswer): Finding {
  if (answer.status === 200) {
    return { ok: true };
  }
  return failed(
    netBoxWords(answer.body),
    [401, 403].includes(answer.status)
      ? 'Make a token in NetBox and give it as netbox.token.'
      : 'Check that netbox.url is that of NetBox, without /api.',
  );
}

function versionFinding(answer: NetBoxAnswer): Finding {
  const parsed = status.safeParse(answer.body);
  if (!parsed.success) {
    return failed(
      'The answer names no version',
      'Check that netbox.url is that of a NetBox.',
    );
  }
  const version = parsed.data['netbox-version'];
  return isNewEnough(version)
    ? { ok: true, detail: version }
    : failed(
        `NetBox is version ${version}`,
        `Upgrade NetBox to ${MINIMUM_VERSION.join('.')} or newer.`,
      );
}

/**
 * Calls that NetBox refuses for their content after it has looked at the permission: an address that
 * is missing, and an id that no record has. None of them changes anything.
 */
const writeProbes = [
  { method: 'POST', path: '/api/ipam/ip-addresses/', allowed: 400, may: 'add' },
  {
    method: 'PATCH',
    path: '/api/ipam/ip-addresses/0/',
    allowed: 404,
    may: 'change',
  },
  {
    method: 'DELETE',
    path: '/api/ipam/ip-addresses/0/',
    allowed: 404,
    may: 'delete',
  },
] as const;

async function writeFinding(
  api: NetBoxApi,
  signal?: AbortSignal,
): Promise<Finding> {
  for (const probe of writeProbes) {
    const answer = await api.http.sendSafely({
      method: probe.method,
      path: probe.path,
      body: probe.method === 'DELETE' ? undefined : {},
      asked: `permission to ${probe.may} addresses`,
      signal,
    });
    if (answer.status !== probe.allowed) {
      return failed(
        `NetBox does not let the token ${probe.may} addresses: ${netBoxWords(
          answer.body,
        )}`,
        `Give the token's user the permission to ${probe.may} IP addresses, and the token write access.`,
      );
    }
  }
  return { ok: true };
}

async function fieldFindings(
  field: AllocationField,
  signal?: AbortSignal,
): Promise<Map<ConnectionStepName, Finding>> {
  const record = await field.find(signal);
  const problems = allocationFieldProblems(field.name, record);
  return new Map(
    fieldSteps.map(([step, check]) => {
      const problem = problems.get(check);
      if (problem) {
        return [step, failed(problem, setUp)];
      }
      return [step, record ? { ok: true } : failed('Not tried')];
    }),
  );
}

/**
 * Looks at all that allocations need, step by step, and goes as far as it can. It changes nothing
 * in NetBox.
 *
 * @internal
 */
export async function checkConnection(
  api: NetBoxApi,
  field: AllocationField,
  signal?: AbortSignal,
): Promise<ConnectionStep[]> {
  const findings = new Map<ConnectionStepName, Finding>();
  /** Runs a step; what it throws is its finding. */
  const attempt = async <T>(
    step: ConnectionStepName,
    work: () => Promise<T>,
  ): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      findings.set(step, failed((error as Error).message));
      return undefined;
    }
  };
  const answer = await attempt('reachable', () =>
    api.http.sendSafely({
      method: 'GET',
      path: '/api/status/',
      asked: 'status',
      signal,
    }),
  );
  if (answer) {
    findings.set(
      'reachable',
      answer.status < 500
        ? { ok: true, detail: api.http.url }
        : failed(refusal(answer).message),
    );
    findings.set('token', tokenFinding(answer));
  }
  if (answer?.status === 200) {
    findings.set('version', versionFinding(answer));
    const write = await attempt('write', () => writeFinding(api, signal));
    if (write) {
      findings.set('write', write);
    }
    const fields = await attempt('custom-field', () =>
      fieldFindings(field, signal),
    );
    fields?.forEach((finding, step) => findings.set(step, finding));
  }
  return (Object.keys(titles) as ConnectionStepName[]).map(name => ({
    name,
    title: titles[name],
    ...(findings.get(name) ?? failed('Not tried')),
  }));
}
