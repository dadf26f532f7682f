import { JsonObject, JsonValue } from '@backstage/types';

/** A change in a plan of `terraform show -json`, as far as tests look into it. */
export interface TerraformChange {
  actions: string[];
  before?: JsonValue;
  after?: JsonValue;
  after_unknown?: JsonValue;
  before_sensitive?: JsonValue;
  after_sensitive?: JsonValue;
  replace_paths?: (string | number)[][];
  importing?: { id?: string; identity?: JsonObject; unknown?: boolean };
  generated_config?: string;
  before_identity?: JsonValue;
  after_identity?: JsonValue;
}

export interface TerraformResourceChange {
  address: string;
  previous_address?: string;
  mode: string;
  type: string;
  provider_name?: string;
  deposed?: string;
  action_reason?: string;
  change: TerraformChange;
}

export interface TerraformInvocation {
  address: string;
  type: string;
  name: string;
  provider_name?: string;
  config_values?: JsonValue;
  config_sensitive?: JsonValue;
  config_unknown?: JsonValue;
  lifecycle_action_trigger?: JsonObject;
  invoke_action_trigger?: JsonObject;
}

export interface TerraformCheck {
  address: JsonObject;
  status: string;
  instances?: {
    address: JsonObject;
    status: string;
    problems?: { message: string }[];
  }[];
}

/** A plan of `terraform show -json`, as far as tests look into it. */
export interface TerraformPlan {
  format_version: string;
  complete?: boolean;
  errored?: boolean;
  resource_changes?: TerraformResourceChange[];
  deferred_changes?: {
    reason: string;
    resource_change: TerraformResourceChange;
  }[];
  output_changes?: Record<string, TerraformChange>;
  action_invocations?: TerraformInvocation[];
  deferred_action_invocations?: {
    reason: string;
    action_invocation: TerraformInvocation;
  }[];
  checks?: TerraformCheck[];
}
