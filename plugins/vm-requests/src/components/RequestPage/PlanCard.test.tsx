import { JsonObject, JsonValue } from '@backstage/types';
import { screen, within } from '@testing-library/react';
import { renderToStaticMarkup } from 'react-dom/server';
import {
  Plan,
  PlanChange,
  PlanSections,
  planSectionsSchema,
} from '@backlot/plugin-vm-requests-common';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { plannedRequest } from '../../__testUtils__/requests';
import everyForm from './__fixtures__/everyForm.json';
import { PlanCard } from './PlanCard';

const MASK = '(sensitive value)';

function change(overrides: Partial<PlanChange>): PlanChange {
  return {
    address: 'lab_machine.this',
    mode: 'managed',
    type: 'lab_machine',
    actions: ['no-op'],
    replacePaths: [],
    values: [],
    ...overrides,
  };
}

async function show(sections: Partial<Plan>) {
  await renderWithApi(
    <PlanCard
      request={{
        ...plannedRequest,
        plan: { ...plannedRequest.plan!, changes: [], ...sections },
      }}
    />,
    {},
  );
}

type Path = (string | number)[];

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function at(value: JsonValue, path: Path): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (inner, key) => (inner as JsonObject | undefined)?.[key],
    value,
  );
}

/** Where a plan says something. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  if (!isContainer(value)) {
    return [path];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** What may stand in place of a value; the first that makes a plan is taken. */
function othersThan(value: JsonValue | undefined): (JsonValue | undefined)[] {
  switch (typeof value) {
    case 'string':
      return [`${value}~`, 'create', 'delete', 'pass', 'fail'].filter(
        other => other !== value,
      );
    case 'number':
      return [value + 1];
    case 'boolean':
      return [!value, undefined];
    default:
      return ['something'];
  }
}

/** The same sections with another value at a place. */
function withAnother(path: Path): PlanSections {
  for (const other of othersThan(at(everyForm, path))) {
    const sections = structuredClone(everyForm);
    const parent = at(sections, path.slice(0, -1)) as JsonObject;
    parent[path.at(-1)!] = other;
    const parsed = planSectionsSchema.safeParse(sections);
    if (parsed.success) {
      return parsed.data;
    }
  }
  throw new Error(`Nothing else may stand at ${path.join('.')}`);
}

/** Whether a place says what stands elsewhere, too, or must not be shown. */
function isSaidElsewhere(path: Path): boolean {
  const last = path.at(-1);
  const holder = at(everyForm, path.slice(0, -1)) as JsonObject;
  return (
    // Part of each address.
    ['mode', 'type', 'kind'].includes(String(last)) ||
    // Its instances are named.
    (path[0] === 'checks' && path.length === 3 && last === 'address') ||
    holder[last!] === MASK ||
    (last === 'afterSensitive' && holder.after === undefined)
  );
}

/** The text of the card of a plan. */
function textOf(sections: Partial<Plan>): string {
  const plan = { ...plannedRequest.plan!, ...sections };
  return renderToStaticMarkup(
    <PlanCard request={{ ...plannedRequest, plan }} />,
  ).replace(/<[^>]*>/g, ' ');
}

/** What stands beside a name in the table of a thing. */
function fact(thing: string, name: string): string | null {
  const details = screen.getByText(thing).closest('details')!;
  const row = within(details).getByRole('rowheader', { name }).closest('tr')!;
  return within(row).getByRole('cell').textContent;
}

describe('PlanCard', () => {
  it('says how a resource is moved, imported or forgotten', async () => {
    await show({
      changes: [
        change({ address: 'vm.moved', previousAddress: 'vm.old', id: 'm-1' }),
        change({
          address: 'vm.found',
          actions: ['update'],
          importing: { identity: { machine: 'm-2' } },
          values: [{ path: ['cpus'], before: 2, after: 4 }],
        }),
        change({ address: 'vm.lost', actions: ['forget'], id: 'm-3' }),
      ],
    });

    expect(
      screen.getByText('Also: 1 to import, 1 to move, 1 to forget'),
    ).toBeInTheDocument();
    expect(screen.getByText('vm.moved').parentElement).toHaveTextContent(
      'vm.moved will be moved',
    );
    expect(fact('vm.moved', 'moved from')).toBe('vm.old');
    expect(screen.getByText('vm.found').parentElement).toHaveTextContent(
      'vm.found will be imported, and will be changed',
    );
    expect(fact('vm.found', 'imported by')).toBe('{"machine":"m-2"}');
    expect(fact('vm.found', 'cpus')).toBe('2 → 4');
    expect(screen.getByText('vm.lost').parentElement).toHaveTextContent(
      'will be forgotten: it stays, and Terraform no longer manages it',
    );
    expect(fact('vm.lost', 'object')).toBe('m-3');
  });

  it('says why a resource is replaced, and what is left of an earlier try', async () => {
    await show({
      changes: [
        change({
          actions: ['delete', 'create'],
          reason: 'replace_because_cannot_update',
          replacePaths: [['disk', 0, 'label']],
          provider: 'registry.terraform.io/acme/lab',
          values: [
            { path: ['disk', 1], before: {} },
            { path: ['disk', 1, 'size'], before: 20 },
            { path: ['name'], before: 'web01', after: 'web01' },
            { path: ['id'], unknown: true },
            { path: ['policy'], after: null },
          ],
        }),
        change({ address: 'vm.rest', actions: ['delete'], deposed: '1f2e' }),
      ],
    });

    expect(
      screen.getByText('This plan destroys and makes again'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/^lab_machine.this\. What is on the old one is lost/),
    ).toBeInTheDocument();
    const replaced = 'lab_machine.this';
    expect(screen.getByText(replaced).parentElement).toHaveTextContent(
      'will be destroyed and created again',
    );
    expect(fact(replaced, 'because')).toBe('it cannot be changed in place');
    expect(fact(replaced, 'cannot be changed in place')).toBe('disk[0].label');
    expect(fact(replaced, 'provider')).toBe('registry.terraform.io/acme/lab');
    expect(fact(replaced, 'disk[1].size')).toBe('20 → gone');
    expect(fact(replaced, 'name')).toBe('web01 (as before)');
    expect(fact(replaced, 'known after apply')).toBe('id');
    expect(fact(replaced, 'not set')).toBe('policy');
    expect(fact('vm.rest', 'left by an interrupted replacement')).toBe('1f2e');
  });

  it('shows outputs, actions and what is left to a later plan', async () => {
    await show({
      complete: false,
      outputs: [
        {
          name: 'address',
          actions: ['update'],
          values: [{ path: [], before: '10.0.0.1', after: '10.0.0.2' }],
        },
        {
          name: 'password',
          actions: ['create'],
          values: [{ path: [], after: MASK, afterSensitive: true }],
        },
      ],
      actions: [
        {
          address: 'action.lab_mail.done',
          type: 'lab_mail',
          trigger: {
            resource: 'vm.a',
            event: 'AfterCreate',
            block: 0,
            position: 1,
          },
          values: [{ path: ['to'], after: 'ops@acme.example' }],
        },
      ],
      deferredChanges: [
        {
          ...change({ address: 'vm.later', actions: ['create'] }),
          deferral: 'resource_config_unknown',
        },
      ],
      deferredActions: [
        {
          address: 'action.lab_mail.later',
          type: 'lab_mail',
          trigger: {},
          values: [],
          deferral: 'deferred_prereq',
        },
      ],
    });

    expect(
      screen.getByText('Also: 2 outputs, 1 action, 2 left to a later plan'),
    ).toBeInTheDocument();
    expect(screen.getByText('This plan is incomplete')).toBeInTheDocument();
    expect(fact('Output address', 'value')).toBe('10.0.0.1 → 10.0.0.2');
    expect(fact('Output password', 'value')).toBe(MASK);
    expect(
      screen.getByText('action.lab_mail.done').parentElement,
    ).toHaveTextContent(
      'will be taken for vm.a, after it is created (trigger 1, action 2)',
    );
    expect(fact('action.lab_mail.done', 'to')).toBe('ops@acme.example');
    expect(screen.getByText('vm.later').parentElement).toHaveTextContent(
      'will be created, by a later plan',
    );
    expect(fact('vm.later', 'left to a later plan because')).toBe(
      'its configuration is known only after apply',
    );
    expect(fact('action.lab_mail.later', 'left to a later plan because')).toBe(
      'something that it needs is deferred, too',
    );
  });

  it('warns of checks that fail, and names all', async () => {
    const instance = (address: string, status: 'pass' | 'fail') => ({
      address,
      status,
      problems: status === 'fail' ? ['It does not answer.'] : [],
    });
    await show({
      checks: [
        {
          address: 'check.reachable',
          kind: 'check',
          status: 'fail',
          instances: [instance('check.reachable', 'fail')],
        },
        {
          address: 'module.vm.var.name',
          kind: 'var',
          status: 'pass',
          instances: [instance('module.vm.var.name', 'pass')],
        },
        { address: 'vm.later', status: 'unknown', instances: [] },
      ],
    });

    expect(
      screen.getByText('A check of the configuration fails'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('check.reachable: It does not answer.'),
    ).toBeInTheDocument();
    expect(screen.getByText('1 of 3 checks pass')).toBeInTheDocument();
    expect(
      screen.getAllByRole('listitem').map(item => item.textContent),
    ).toEqual([
      'check.reachable: It does not answer.',
      'check.reachable fails',
      'module.vm.var.name passes',
      'vm.later is known only after apply',
    ]);
  });

  it('shows how an object is known, and what Terraform wrote for it', async () => {
    await show(planSectionsSchema.parse(everyForm));

    const found = 'lab_machine.found';
    expect(fact(found, 'imported by')).toBe('what is known only after apply');
    expect(fact(found, 'identity from then on')).toBe(
      '{"machine":"m-6","source":"lab"}',
    );
    expect(fact(found, 'generated configuration')).toContain(
      'resource "lab_machine" "found"',
    );
    expect(fact('lab_machine.imported', 'identity')).toBe(
      '{"machine":"m-1","source":"lab"}',
    );
    expect(fact('lab_machine.named', 'imported by')).toBe('m-7');
  });

  it('looks different for whatever is different in what the digest covers', () => {
    const shown = textOf(planSectionsSchema.parse(everyForm));
    const alike = leavesOf(everyForm)
      .filter(([section]) => section !== 'version')
      .filter(path => !isSaidElsewhere(path))
      .filter(path => textOf(withAnother(path)) === shown)
      .map(path => path.join('.'));
    expect(alike).toEqual([]);
  });

  it('says nothing of sections that a plan does not have', async () => {
    await show({});
    expect(screen.queryByText(/Also/)).toBeNull();
    expect(screen.queryByText(/checks? pass/)).toBeNull();
    expect(screen.queryByText('This plan is incomplete')).toBeNull();
  });

  it("warns of no replacement of Terraform's own notes", async () => {
    await show({
      changes: [
        change({
          type: 'terraform_data',
          actions: ['delete', 'create'],
        }),
      ],
    });
    expect(screen.queryByText('This plan destroys and makes again')).toBeNull();
  });
});
