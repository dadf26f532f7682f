import { TerraformPlan } from './TerraformPlan';

/**
 * A plan of every form that the workflow knows, those that need Terraform 1.14 or its experiments
 * among them (https://developer.hashicorp.com/terraform/internals/json-format).
 */
export const everyForm: TerraformPlan = {
  format_version: '1.2',
  complete: false,
  resource_changes: [
    {
      address: 'lab_machine.imported',
      mode: 'managed',
      type: 'lab_machine',
      provider_name: 'registry.terraform.io/acme/lab',
      change: {
        actions: ['update'],
        before: {
          id: 'm-1',
          cpus: 2,
          host: 'h-1',
          disk: [{ size: 1 }],
          tags: {},
        },
        after: { id: 'm-1', cpus: 4, host: 'h-1', disk: [], tags: { a: null } },
        after_unknown: { disk: [], tags: {}, reboot: true },
        before_sensitive: { disk: [{}], tags: {} },
        after_sensitive: { disk: [], tags: {} },
        importing: { identity: { source: 'lab', machine: 'm-1' } },
        before_identity: { source: 'lab', machine: 'm-1' },
        after_identity: { source: 'lab', machine: 'm-1' },
      },
    },
    {
      address: 'lab_machine.found',
      mode: 'managed',
      type: 'lab_machine',
      change: {
        actions: ['create'],
        before: null,
        after: { cpus: 2 },
        after_unknown: { id: true },
        importing: { unknown: true },
        generated_config: 'resource "lab_machine" "found" {\n  cpus = 2\n}\n',
        after_identity: { source: 'lab', machine: 'm-6' },
      },
    },
    {
      address: 'lab_machine.named',
      mode: 'managed',
      type: 'lab_machine',
      change: {
        actions: ['no-op'],
        before: { id: 'm-7' },
        after: { id: 'm-7' },
        after_unknown: {},
        importing: { id: 'm-7' },
      },
    },
    {
      address: 'lab_machine.here',
      previous_address: 'lab_machine.there',
      mode: 'managed',
      type: 'lab_machine',
      change: {
        actions: ['no-op'],
        before: { id: 'm-2', power: 'on' },
        after: { id: 'm-2', power: 'on' },
        after_unknown: {},
      },
    },
    {
      address: 'lab_machine.forgotten',
      mode: 'managed',
      type: 'lab_machine',
      change: {
        actions: ['forget'],
        before: { id: 'm-3', power: 'on' },
        after: null,
      },
    },
    {
      address: 'lab_machine.replaced',
      mode: 'managed',
      type: 'lab_machine',
      action_reason: 'replace_because_cannot_update',
      change: {
        actions: ['create', 'forget'],
        before: { id: 'm-4', guest: 'rhel8', host: 'h-1', password: 'old' },
        after: { guest: 'rhel9', password: 'new' },
        after_unknown: { id: true, host: true },
        before_sensitive: { password: true },
        after_sensitive: { password: true },
        replace_paths: [['guest'], ['disk', 0, 'size']],
      },
    },
    {
      address: 'lab_machine.replaced',
      deposed: '1f2e3d4c',
      mode: 'managed',
      type: 'lab_machine',
      change: {
        actions: ['delete'],
        before: { id: null, power: 'off' },
        after: null,
        before_identity: { source: 'lab', machine: 'm-0' },
      },
    },
    {
      address: 'data.lab_addresses.free',
      mode: 'data',
      type: 'lab_addresses',
      action_reason: 'read_because_dependency_pending',
      change: {
        actions: ['read'],
        before: null,
        after: { network: 'n-1' },
        after_unknown: { id: true, addresses: true },
      },
    },
    {
      address: 'lab_machine.same',
      mode: 'managed',
      type: 'lab_machine',
      change: {
        actions: ['no-op'],
        before: { id: 'm-5' },
        after: { id: 'm-5' },
        after_unknown: {},
      },
    },
  ],
  deferred_changes: [
    {
      reason: 'resource_config_unknown',
      resource_change: {
        address: 'lab_machine.later[*]',
        action_reason: 'read_because_config_unknown',
        mode: 'managed',
        type: 'lab_machine',
        change: {
          actions: ['create'],
          before: null,
          after: { cpus: 1 },
          after_unknown: { id: true },
        },
      },
    },
  ],
  output_changes: {
    address: {
      actions: ['update'],
      before: '10.0.0.1',
      after: '10.0.0.2',
      after_unknown: false,
      before_sensitive: false,
      after_sensitive: false,
    },
    machine: {
      actions: ['create'],
      before: null,
      after_unknown: true,
      before_sensitive: false,
      after_sensitive: false,
    },
    password: {
      actions: ['delete'],
      before: 'secret',
      after: null,
      after_unknown: false,
      before_sensitive: true,
      after_sensitive: true,
    },
  },
  action_invocations: [
    'action.lab_snapshot.before',
    'action.lab_mail.done',
  ].map((address, index) => ({
    address,
    type: 'lab_snapshot',
    name: 'before',
    config_values: { name: 'before', retain: index },
    config_sensitive: {},
    config_unknown: { machine: true },
    lifecycle_action_trigger: {
      triggering_resource_address: 'lab_machine.imported',
      action_trigger_event: 'BeforeUpdate',
      action_trigger_block_index: 0,
      actions_list_index: index,
    },
  })),
  deferred_action_invocations: [
    {
      reason: 'deferred_prereq',
      action_invocation: {
        address: 'action.lab_mail.later',
        type: 'lab_mail',
        name: 'later',
        config_values: { to: 'ops@acme.example' },
        invoke_action_trigger: {},
      },
    },
  ],
  checks: [
    {
      address: {
        kind: 'check',
        name: 'reachable',
        to_display: 'check.reachable',
      },
      status: 'fail',
      instances: [
        {
          address: { to_display: 'check.reachable' },
          status: 'fail',
          problems: [{ message: 'It does not answer.' }],
        },
      ],
    },
    {
      address: { kind: 'var', name: 'cpus', to_display: 'var.cpus' },
      status: 'pass',
      instances: [{ address: { to_display: 'var.cpus' }, status: 'pass' }],
    },
  ],
};
