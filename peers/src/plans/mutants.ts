import { isDeepStrictEqual } from 'node:util';
import { JsonValue } from '@backstage/types';
import {
  TerraformChange,
  TerraformInvocation,
  TerraformPlan,
  TerraformResourceChange,
} from './TerraformPlan';

/** A plan that would do something else than the one that it was made from. */
export interface Mutant {
  /** What was changed. */
  what: string;
  plan: TerraformPlan;
}

type Path = (string | number)[];
type Container = Record<string | number, unknown>;

const ACTIONS = [
  ['create'],
  ['read'],
  ['update'],
  ['delete'],
  ['forget'],
  ['delete', 'create'],
  ['create', 'delete'],
  ['create', 'forget'],
];

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (isContainer(inner) ? inner[key] : undefined),
    value,
  );
}

/** Whether a mark of Terraform's (what is unknown, what is sensitive) holds at a path or above it. */
function isMarked(marks: unknown, path: Path): boolean {
  return path.some((_, depth) => at(marks, path.slice(0, depth)) === true)
    ? true
    : at(marks, path) === true;
}

function leavesOf(value: unknown, path: Path = []): Path[] {
  if (!isContainer(value)) {
    return [path];
  }
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.length === 0
    ? [path]
    : keys.flatMap(key => leavesOf(value[key], [...path, key]));
}

function containersOf(value: unknown, path: Path = []): Path[] {
  if (!isContainer(value)) {
    return [];
  }
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    path,
    ...keys.flatMap(key => containersOf(value[key], [...path, key])),
  ];
}

/** Another value than the given one. */
function other(value: unknown): JsonValue {
  switch (typeof value) {
    case 'string':
      return `${value}~`;
    case 'number':
      return value + 1;
    case 'boolean':
      return !value;
    default:
      return 'something';
  }
}

/** Collects the mutants of one object that is reached from a plan. */
class Mutating<T extends object> {
  readonly #plan: TerraformPlan;
  readonly #reach: (plan: TerraformPlan) => T;
  readonly #name: string;
  readonly mutants: Mutant[] = [];

  constructor(
    plan: TerraformPlan,
    name: string,
    reach: (plan: TerraformPlan) => T,
  ) {
    this.#plan = plan;
    this.#name = name;
    this.#reach = reach;
  }

  get original(): T {
    return this.#reach(this.#plan);
  }

  add(what: string, mutate: (target: T) => void): void {
    const plan = structuredClone(this.#plan);
    mutate(this.#reach(plan));
    this.mutants.push({ what: `${this.#name}: ${what}`, plan });
  }

  /** Each known value of a state, gone or another, and each list shorter or longer. */
  addValues(
    state: string,
    options: { unknown?: string; beside: string[] },
  ): void {
    const { unknown, beside } = options;
    const value = at(this.original, [state]);
    const isUnknown = (path: Path) =>
      unknown !== undefined && isMarked(at(this.original, [unknown]), path);
    for (const path of leavesOf(value).filter(each => !isUnknown(each))) {
      this.add(`${state}.${path.join('.')} is another`, target => {
        const parent = at(target, [state, ...path].slice(0, -1)) as Container;
        const key = [state, ...path].at(-1)!;
        parent[key] = other(parent[key]);
      });
      if (path.length > 0 && typeof path.at(-1) === 'string') {
        this.add(`${state}.${path.join('.')} is gone`, target => {
          const parent = at(target, [state, ...path.slice(0, -1)]) as Container;
          delete parent[path.at(-1)!];
        });
      }
    }
    for (const path of containersOf(value)) {
      if (isUnknown(path)) {
        continue;
      }
      if (Array.isArray(at(value, path))) {
        this.add(`${state}.${path.join('.')} has one more`, target => {
          (at(target, [state, ...path]) as unknown[]).push('one more');
        });
        if ((at(value, path) as unknown[]).length > 0) {
          this.add(`${state}.${path.join('.')} has one less`, target => {
            const { length } = at(target, [state, ...path]) as unknown[];
            for (const part of [state, ...beside]) {
              const list = at(target, [part, ...path]);
              if (Array.isArray(list) && list.length === length) {
                list.pop();
              }
            }
          });
        }
      } else {
        this.add(`${state}.${path.join('.')} has another attribute`, target => {
          (at(target, [state, ...path]) as Container).another = null;
        });
      }
    }
  }

  /** Each known value known only after apply. */
  addUnknowns(state: string, unknown: string): void {
    for (const path of leavesOf(at(this.original, [state]))) {
      if (isMarked(at(this.original, [unknown]), path) || path.length === 0) {
        continue;
      }
      this.add(`${state}.${path.join('.')} is unknown`, target => {
        const container = target as Container;
        if (!isContainer(container[unknown])) {
          container[unknown] = {};
        }
        let marks = container[unknown] as Container;
        let values = container[state] as Container;
        path.slice(0, -1).forEach((key, index) => {
          if (!isContainer(marks[key])) {
            marks[key] = typeof path[index + 1] === 'number' ? [] : {};
          }
          marks = marks[key] as Container;
          values = values[key] as Container;
        });
        const last = path.at(-1)!;
        marks[last] = true;
        if (typeof last === 'number') {
          for (let index = 0; index < last; index++) {
            marks[index] ??= false;
          }
          values[last] = null;
        } else {
          delete values[last];
        }
      });
    }
  }
}

function withoutAttributes({ actions }: TerraformChange): boolean {
  return ['delete', 'forget'].includes(actions.join());
}

function mutateChange(mutating: Mutating<TerraformChange>): void {
  const { original } = mutating;
  const created =
    original.actions.includes('create') || original.actions.includes('read');
  const had = isContainer(original.before) && original.before.id !== undefined;
  for (const actions of ACTIONS) {
    if (actions.join() !== original.actions.join()) {
      mutating.add(`would ${actions.join(' and ')}`, change => {
        change.actions = actions;
      });
    }
  }
  if (!withoutAttributes(original)) {
    mutating.addValues('after', {
      unknown: 'after_unknown',
      beside: ['after_unknown', 'after_sensitive'],
    });
    mutating.addUnknowns('after', 'after_unknown');
    if (!['create', 'read'].includes(original.actions.join())) {
      mutating.addValues('before', {
        unknown: 'after_unknown',
        beside: ['before_sensitive'],
      });
    }
  } else if (had) {
    mutating.add('another object', change => {
      const before = change.before as Container;
      before.id = other(before.id);
    });
  }
  if (created || original.actions.includes('update')) {
    mutating.add('all of it becomes sensitive', change => {
      change.after_sensitive = true;
      change.before_sensitive = false;
    });
  }
}

function mutateResource(mutating: Mutating<TerraformResourceChange>): void {
  for (const name of [
    ...(['address', 'previous_address', 'provider_name'] as const),
    ...(['deposed', 'action_reason', 'type'] as const),
  ]) {
    mutating.add(`another ${name}`, resource => {
      resource[name] = `${resource[name] ?? ''}~`;
    });
  }
  mutating.add('another mode', resource => {
    resource.mode = resource.mode === 'data' ? 'managed' : 'data';
  });
  const importing = [
    { id: 'one' },
    { id: 'other' },
    { unknown: true },
    ...['one', 'other'].map(email => ({ identity: { email } })),
  ];
  const { change: original } = mutating.original;
  for (const from of importing) {
    if (isDeepStrictEqual(from, original.importing)) {
      continue;
    }
    mutating.add(`imports ${JSON.stringify(from)}`, ({ change }) => {
      change.importing = from;
    });
  }
  for (const paths of [[['~']], [['~', 0]], [['~', '0']], [['~'], ['~', 0]]]) {
    mutating.add(`replaced for ${JSON.stringify(paths)}`, ({ change }) => {
      change.replace_paths = paths;
    });
  }
  mutating.add('generated configuration', ({ change }) => {
    change.generated_config = 'resource "a" "b" {}';
  });
  mutating.add('another identity before', ({ change }) => {
    change.before_identity = { email: 'someone@acme.example' };
    change.after_identity = { email: 'someone@acme.example' };
  });
  mutating.add('another identity after', ({ change }) => {
    change.after_identity = { email: 'someone@acme.example' };
  });
}

function mutateInvocation(mutating: Mutating<TerraformInvocation>): void {
  for (const name of ['address', 'type', 'provider_name'] as const) {
    mutating.add(`another ${name}`, invocation => {
      invocation[name] = `${invocation[name] ?? ''}~`;
    });
  }
  for (const name of Object.keys(
    mutating.original.lifecycle_action_trigger ?? {},
  )) {
    mutating.add(`another ${name}`, ({ lifecycle_action_trigger: trigger }) => {
      trigger![name] = other(trigger![name]);
    });
  }
  mutating.addValues('config_values', {
    unknown: 'config_unknown',
    beside: ['config_unknown', 'config_sensitive'],
  });
  mutating.addUnknowns('config_values', 'config_unknown');
}

/** Whether a change would do anything. */
export function isSomething({
  change,
  previous_address,
}: TerraformResourceChange): boolean {
  return (
    change.actions.join() !== 'no-op' ||
    change.importing !== undefined ||
    previous_address !== undefined
  );
}

/** Plans that differ from a plan in one thing that would be done. */
export function mutantsOf(plan: TerraformPlan): Mutant[] {
  const mutants: Mutant[] = [];
  const whole = new Mutating(plan, 'plan', each => each);
  whole.add('is not complete', each => {
    each.complete = plan.complete === false;
  });
  plan.resource_changes?.forEach((resource, index) => {
    if (!isSomething(resource)) {
      return;
    }
    const change = new Mutating(
      plan,
      resource.address,
      each => each.resource_changes![index].change,
    );
    mutateChange(change);
    const around = new Mutating(
      plan,
      resource.address,
      each => each.resource_changes![index],
    );
    mutateResource(around);
    mutants.push(...change.mutants, ...around.mutants);
    whole.add(`without ${resource.address}`, each => {
      each.resource_changes!.splice(index, 1);
    });
  });
  plan.deferred_changes?.forEach(({ resource_change: { address } }, index) => {
    const deferred = new Mutating(
      plan,
      `deferred ${address}`,
      each => each.deferred_changes![index],
    );
    deferred.add('for another reason', each => {
      each.reason = other(each.reason) as string;
    });
    const resource = new Mutating(
      plan,
      `deferred ${address}`,
      each => each.deferred_changes![index].resource_change,
    );
    mutateResource(resource);
    mutants.push(...deferred.mutants, ...resource.mutants);
  });
  for (const [name, output] of Object.entries(plan.output_changes ?? {})) {
    if (output.actions.join() === 'no-op') {
      continue;
    }
    const change = new Mutating(
      plan,
      `output ${name}`,
      each => each.output_changes![name],
    );
    for (const actions of [['create'], ['update'], ['delete']]) {
      if (actions.join() !== output.actions.join()) {
        change.add(`would ${actions.join()}`, each => {
          each.actions = actions;
        });
      }
    }
    if (output.after_unknown !== true) {
      change.addValues('after', { unknown: 'after_unknown', beside: [] });
      change.add('is unknown', each => {
        each.after_unknown = true;
        delete each.after;
      });
      change.add('becomes sensitive', each => {
        each.before_sensitive = !each.before_sensitive;
        each.after_sensitive = !each.after_sensitive;
      });
    }
    mutants.push(...change.mutants);
    whole.add(`without output ${name}`, each => {
      delete each.output_changes![name];
    });
  }
  plan.action_invocations?.forEach(({ address }, index) => {
    const invocation = new Mutating(
      plan,
      address,
      each => each.action_invocations![index],
    );
    mutateInvocation(invocation);
    mutants.push(...invocation.mutants);
    whole.add(`without ${address} (${index})`, each => {
      each.action_invocations!.splice(index, 1);
    });
  });
  plan.deferred_action_invocations?.forEach((_, index) => {
    const deferred = new Mutating(
      plan,
      `deferred action ${index}`,
      each => each.deferred_action_invocations![index],
    );
    deferred.add('for another reason', each => {
      each.reason = other(each.reason) as string;
    });
    const invocation = new Mutating(
      plan,
      `deferred action ${index}`,
      each => each.deferred_action_invocations![index].action_invocation,
    );
    mutateInvocation(invocation);
    mutants.push(...deferred.mutants, ...invocation.mutants);
  });
  plan.checks?.forEach((_, index) => {
    const check = new Mutating(plan, 'check', each => each.checks![index]);
    for (const status of ['pass', 'fail', 'error', 'unknown']) {
      if (status !== check.original.status) {
        check.add(`is ${status}`, each => {
          each.status = status;
        });
      }
    }
    check.add('of something else', each => {
      each.address.to_display = other(each.address.to_display);
    });
    check.original.instances?.forEach((__, instance) => {
      check.add(`instance ${instance} has another problem`, each => {
        each.instances![instance].problems = [{ message: 'another' }];
      });
    });
    mutants.push(...check.mutants);
    whole.add(`without check ${index}`, each => {
      each.checks!.splice(index, 1);
    });
  });
  return [...mutants, ...whole.mutants];
}
