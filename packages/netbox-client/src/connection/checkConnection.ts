import { z } from 'zod';
import {
  AllocationFieldCheck,
  allocationFieldProblems,
  allocationFieldRemedy,
} from '../allocation/allocationFieldProblems';
import { AllocationField } from '../allocation/AllocationField';
import { NetBoxApi } from '../http/NetBoxApi';
import { NetBoxAnswer, tokenRemedy } from '../http/NetBoxHttp';
import { netBoxWords, permissionRemedy, refusal } from '../http/refusal';
import { allocationRights, machineRights, refusedRights } from './rights';

/**
 * What a connection test looks at, in this order.
 *
 * @public
 */
export type ConnectionStepName =
  | 'reachable'
  | 'token'
  | 'version'
  | 'allocations'
  | 'machines'
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

/** MAC addresses are records of their own from this version on. */
const MAC_RECORDS_VERSION = [4, 2];

const titles: Record<ConnectionStepName, string> = {
  reachable: 'NetBox answers',
  token: 'NetBox accepts the token',
  version: 'NetBox is new enough',
  allocations: 'The token may do what allocations need',
  machines: 'The token may do what the records of machines need',
  'custom-field': 'The custom field for allocation keys exists',
  unique: 'The custom field is unique',
  exact: 'The custom field is filtered exactly',
  addresses: 'The custom field is one of IP addresses',
};

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

function isAtLeast(version: string, wanted: number[]): boolean {
  const [major, minor] = version.split('.').map(Number);
  return major > wanted[0] || (major === wanted[0] && minor >= wanted[1]);
}

function tokenFinding(answer: NetBoxAnswer): Finding {
  if (answer.status === 200) {
    return { ok: true };
  }
  const words = netBoxWords(answer.body);
  return failed(
    words,
    [401, 403].includes(answer.status)
      ? permissionRemedy(words)
      : 'Check that netbox.url is that of NetBox, without /api.',
  );
}

function versionOf(answer: NetBoxAnswer): string | undefined {
  return status.safeParse(answer.body).data?.['netbox-version'];
}

function versionFinding(answer: NetBoxAnswer): Finding {
  const version = versionOf(answer);
  if (version === undefined) {
    return failed(
      'The answer names no version',
      'Check that netbox.url is that of a NetBox.',
    );
  }
  return isAtLeast(version, MINIMUM_VERSION)
    ? { ok: true, detail: version }
    : failed(
        `NetBox is version ${version}`,
        `Upgrade NetBox to ${MINIMUM_VERSION.join('.')} or newer.`,
      );
}

async function rightsFinding(
  api: NetBoxApi,
  rights: Parameters<typeof refusedRights>[1],
  signal?: AbortSignal,
): Promise<Finding> {
  const refused = await refusedRights(api, rights, signal);
  return refused ? failed(refused.error, refused.remedy) : { ok: true };
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
        return [
          step,
          failed(problem, allocationFieldRemedy(field.name, record)),
        ];
      }
      return [step, record ? { ok: true } : failed('Not tried')];
    }),
  );
}

function stepsOf(findings: Map<ConnectionStepName, Finding>): ConnectionStep[] {
  return (Object.keys(titles) as ConnectionStepName[]).map(name => ({
    name,
    title: titles[name],
    ...(findings.get(name) ?? failed('Not tried')),
  }));
}

/**
 * Looks at all that allocations and the records of machines need, step by step, and goes as far as
 * it can. It changes nothing in NetBox.
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
  const { tokenProblem } = api.http;
  if (tokenProblem) {
    findings.set('token', failed(tokenProblem, tokenRemedy));
    return stepsOf(findings);
  }
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
    const hasMacRecords = isAtLeast(
      versionOf(answer) ?? '',
      MAC_RECORDS_VERSION,
    );
    for (const [step, rights] of [
      ['allocations', allocationRights],
      ['machines', machineRights(hasMacRecords)],
    ] as const) {
      const finding = await attempt(step, () =>
        rightsFinding(api, rights, signal),
      );
      if (finding) {
        findings.set(step, finding);
      }
    }
    const fields = await attempt('custom-field', () =>
      fieldFindings(field, signal),
    );
    fields?.forEach((finding, step) => findings.set(step, finding));
  }
  return stepsOf(findings);
}
