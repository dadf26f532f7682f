import {
  Plan,
  PlanAction,
  PlanChange,
  PlanCheck,
} from '@backlot/plugin-vm-requests-common';

const REASONS: Record<string, string> = {
  replace_because_cannot_update: 'it cannot be changed in place',
  replace_because_tainted: 'it was only partly created',
  replace_by_request: 'somebody asked for it',
  replace_by_triggers: 'something that triggers its replacement changes',
  delete_because_no_resource_config: 'it is no longer in the configuration',
  delete_because_wrong_repetition:
    'the configuration repeats it differently (count, for_each)',
  delete_because_count_index: 'count is smaller',
  delete_because_each_key: 'for_each no longer has its key',
  delete_because_no_module: 'its module is no longer in the configuration',
  delete_because_no_move_target:
    'it would be moved to an address that does not exist',
  read_because_config_unknown: 'its query is known only during apply',
  read_because_dependency_pending: 'something that it depends on changes first',
  read_because_check_nested: 'a check asks for it',
  instance_count_unknown: 'how many there are is known only after apply',
  resource_config_unknown: 'its configuration is known only after apply',
  provider_config_unknown:
    'the configuration of its provider is known only after apply',
  absent_prereq: 'something that it needs does not exist yet',
  deferred_prereq: 'something that it needs is deferred, too',
};

/** Why Terraform does something, in words; a keyword that is not known stays as it is. */
export function reasonWords(reason: string): string {
  return REASONS[reason] ?? reason;
}

const VERBS: Record<string, string> = {
  create: 'will be created',
  update: 'will be changed',
  delete: 'will be destroyed',
  forget: 'will be forgotten: it stays, and Terraform no longer manages it',
  read: 'will be read',
  'delete,create': 'will be destroyed and created again',
  'create,delete':
    'will be replaced: the new one is created before the old one is destroyed',
  'create,forget':
    'will be replaced: the old one stays, and Terraform no longer manages it',
};

/** What happens to a resource. */
export function changeWords(change: PlanChange): string {
  const { actions, importing, previousAddress } = change;
  const verb = VERBS[actions.join()];
  if (importing) {
    return verb ? `will be imported, and ${verb}` : 'will be imported';
  }
  if (previousAddress && !verb) {
    return 'will be moved';
  }
  return verb ?? 'stays as it is';
}

/** By what an object is imported. */
export function importWords(
  importing: NonNullable<PlanChange['importing']>,
): string {
  const { id, identity, unknown } = importing;
  if (unknown) {
    return 'what is known only after apply';
  }
  return id ?? JSON.stringify(identity ?? null);
}

/** What becomes of an output. */
export function outputWords(actions: PlanChange['actions']): string {
  return { create: 'is new', delete: 'goes away' }[actions.join()] ?? 'changes';
}

const EVENTS: Record<string, string> = {
  BeforeCreate: 'before it is created',
  AfterCreate: 'after it is created',
  BeforeUpdate: 'before it is changed',
  AfterUpdate: 'after it is changed',
  BeforeDestroy: 'before it is destroyed',
  AfterDestroy: 'after it is destroyed',
};

/** What an action is taken for. */
export function triggerWords({ trigger }: PlanAction): string {
  const { resource, event, block = 0, position = 0 } = trigger;
  if (!resource) {
    return 'by itself';
  }
  const when = event ? EVENTS[event] ?? event : 'when it changes';
  return `for ${resource}, ${when} (trigger ${block + 1}, action ${
    position + 1
  })`;
}

/** What a plan does besides adding, changing and destroying; empty when nothing. */
export function besides(plan: Plan): string {
  const { changes, outputs, actions, deferredChanges, deferredActions } = plan;
  const count = (is: (change: PlanChange) => unknown) =>
    changes.filter(is).length;
  const counts: [number, string][] = [
    [count(({ importing }) => importing), 'to import'],
    [count(({ previousAddress }) => previousAddress), 'to move'],
    [count(change => change.actions.includes('forget')), 'to forget'],
    [count(change => change.actions.includes('read')), 'to read'],
    [outputs.length, outputs.length === 1 ? 'output' : 'outputs'],
    [actions.length, actions.length === 1 ? 'action' : 'actions'],
    [deferredChanges.length + deferredActions.length, 'left to a later plan'],
  ];
  return counts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${number} ${what}`)
    .join(', ');
}

/** What a plan destroys and makes again: addresses, but for Terraform's own notes. */
export function madeAgainBy({ changes }: Plan): string[] {
  return changes
    .filter(
      ({ type, actions }) =>
        type !== 'terraform_data' &&
        actions.includes('delete') &&
        actions.includes('create'),
    )
    .map(({ address }) => address);
}

/** Checks that an approver has to look at. */
export function troubledChecks(checks: readonly PlanCheck[]): PlanCheck[] {
  return checks.filter(({ status }) => status === 'fail' || status === 'error');
}

/** What a check says. */
export const STATUS_WORDS: Record<PlanCheck['status'], string> = {
  pass: 'passes',
  fail: 'fails',
  error: 'could not be made',
  unknown: 'is known only after apply',
};
