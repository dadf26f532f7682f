import { isDeepStrictEqual } from 'node:util';
import { JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { canonicalPlans } from './canonicalPlans';
import { everyForm } from './everyForm';
import { isSomething, mutantsOf } from './mutants';
import { readSeedPlans, SeedPlan } from './seedPlans';
import { TerraformChange, TerraformPlan } from './TerraformPlan';

/** Sections that say what was, is configured or was found, and not what would be done. */
const BESIDE = [
  ...['variables', 'configuration', 'planned_values', 'prior_state'],
  ...['relevant_attributes', 'resource_drift', 'applyable'],
  ...['timestamp', 'terraform_version'],
];

function shuffled(value: unknown, turn: () => number): unknown {
  if (Array.isArray(value)) {
    return value.map(each => shuffled(each, turn));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [turn(), key, shuffled(inner, turn)] as const)
      .sort(([a], [b]) => a - b)
      .map(([, key, inner]) => [key, inner]),
  );
}

/** The same plan, its keys and its resources in another order. */
function inAnotherOrder(plan: TerraformPlan, turns: number[]): TerraformPlan {
  let turn = 0;
  const next = () => turns[turn++ % turns.length];
  const copy = shuffled(plan, next) as TerraformPlan;
  for (const list of [
    ...[copy.resource_changes, copy.deferred_changes, copy.checks],
    ...[copy.action_invocations, copy.deferred_action_invocations],
    ...(copy.resource_changes ?? []).map(({ change }) => change.replace_paths),
  ] as (unknown[] | undefined)[]) {
    list?.sort(() => next() - 0.5);
  }
  return copy;
}

/** The same plan, made after vMotion, power or the guest changed what it leaves as it is. */
function afterTheMachineLived(plan: TerraformPlan, lived: JsonValue) {
  const copy = structuredClone(plan);
  const live = ({ actions, ...change }: TerraformChange) => {
    const before = change.before as Record<string, JsonValue> | null;
    const after = change.after as Record<string, JsonValue> | null;
    const unknown = change.after_unknown as Record<string, JsonValue> | null;
    if (before === null || typeof before !== 'object') {
      return;
    }
    const goes = ['delete', 'forget'].includes(actions.join());
    const stays = ['update', 'no-op'].includes(actions.join());
    for (const key of Object.keys(before).filter(each => each !== 'id')) {
      if (goes || unknown?.[key] === true) {
        before[key] = lived;
      } else if (stays && isDeepStrictEqual(before[key], after?.[key])) {
        before[key] = lived;
        after![key] = lived;
      }
    }
    if (stays && after) {
      before.power_state = lived;
      after.power_state = lived;
    }
  };
  copy.resource_changes?.forEach(({ change }) => live(change));
  return copy;
}

/** JSON as it is after it was written and read. */
const value = fc
  .jsonValue({ maxDepth: 3 })
  .map(json => JSON.parse(JSON.stringify(json)) as JsonValue);

function updating(
  before: JsonValue,
  after: JsonValue,
  marks: Partial<TerraformChange> = {},
): TerraformPlan {
  return {
    format_version: '1.2',
    resource_changes: [
      {
        address: 'lab_machine.this',
        mode: 'managed',
        type: 'lab_machine',
        change: {
          actions: ['update'],
          before: { value: before },
          after: { value: after },
          after_unknown: {},
          ...marks,
        },
      },
    ],
  };
}

/** The places of attributes that a canonical form has, whatever their values. */
function placesOf(form: string): unknown[] {
  return Object.values(JSON.parse(form)).flatMap(section =>
    (Array.isArray(section) ? section : []).flatMap(({ values = [] }) =>
      values.map(({ path }: { path: unknown }) => path),
    ),
  );
}

describe('the canonical form of a plan', () => {
  let seeds: SeedPlan[];

  beforeAll(async () => {
    const read = await readSeedPlans();
    seeds = [
      ...read.filter(({ plan }) => !('condition_results' in plan)),
      { name: 'every form', plan: everyForm },
    ];
  });

  it("is there for the plans of Terraform's own tests", async () => {
    expect(seeds.length).toBeGreaterThan(20);
    const forms = await canonicalPlans(
      'digest',
      seeds.map(({ plan }) => plan),
    );
    forms.forEach((form, index) => {
      const { changes } = JSON.parse(form);
      expect(changes).toHaveLength(
        (seeds[index].plan.resource_changes ?? []).filter(isSomething).length,
      );
    });
  });

  it('differs between any two plans that would do something else', async () => {
    for (const { name, plan } of seeds) {
      const mutants = [{ what: 'itself', plan }, ...mutantsOf(plan)];
      const forms = await canonicalPlans(
        'digest',
        mutants.map(mutant => mutant.plan),
      );
      const seen = new Map<string, (typeof mutants)[number]>();
      const alike = forms.flatMap((form, index) => {
        const twin = seen.get(form);
        seen.set(form, mutants[index]);
        return twin && !isDeepStrictEqual(twin.plan, mutants[index].plan)
          ? [`${name}: ${twin.what} = ${mutants[index].what}`]
          : [];
      });
      expect(alike).toEqual([]);
      expect(forms).toHaveLength(mutants.length);
    }
  });

  it('differs whatever an attribute was, or will be', async () => {
    await fc.assert(
      fc.asyncProperty(
        value,
        fc.uniqueArray(value, {
          minLength: 2,
          maxLength: 60,
          comparator: isDeepStrictEqual,
        }),
        async (one, others) => {
          const forms = await canonicalPlans('digest', [
            ...others.map(other => updating(one, other)),
            ...others.map(other => updating(other, one)),
          ]);
          expect(new Set(forms.slice(0, others.length)).size).toBe(
            others.length,
          );
          expect(new Set(forms.slice(others.length)).size).toBe(others.length);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is the same in any order, and whatever stands beside what would be done', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 50 }),
        fc.dictionary(fc.constantFrom(...BESIDE), value),
        async (turns, beside) => {
          const plans = seeds.map(({ plan }) => plan);
          const forms = await canonicalPlans('digest', [
            ...plans,
            ...plans.map(plan => ({
              ...inAnotherOrder(plan, turns),
              ...beside,
            })),
          ]);
          expect(forms.slice(plans.length)).toEqual(
            forms.slice(0, plans.length),
          );
        },
      ),
      { numRuns: 15 },
    );
  });

  it('is the same after vMotion, power and the guest changed what the plan leaves', async () => {
    await fc.assert(
      fc.asyncProperty(value, async lived => {
        const plans = seeds.map(({ plan }) => plan);
        const forms = await canonicalPlans('digest', [
          ...plans,
          ...plans.map(plan => afterTheMachineLived(plan, lived)),
        ]);
        expect(forms.slice(plans.length)).toEqual(forms.slice(0, plans.length));
      }),
      { numRuns: 15 },
    );
  });

  it('is of the same things for people, and shows no sensitive value', async () => {
    const secret = 'a secret that nobody is to read';
    const marks = { before_sensitive: true, after_sensitive: true };
    const plans = [
      updating({ a: secret }, { a: `${secret}!` }, marks),
      updating([secret], [secret, secret], {
        before_sensitive: { value: [true] },
        after_sensitive: { value: [true, true] },
      }),
      updating(
        { [secret]: 1 },
        { [secret]: 2 },
        {
          before_sensitive: { value: true },
          after_sensitive: { value: true },
        },
      ),
      { ...everyForm, variables: { password: { value: secret } } },
    ];
    const shown = await canonicalPlans('people', plans);
    const bound = await canonicalPlans('digest', plans);
    shown.forEach((form, index) => {
      expect(form).not.toContain(secret);
      expect(placesOf(form)).toEqual(placesOf(bound[index]));
    });
    expect(bound[0]).toContain(secret);
  });
});
