# The canonical form of a Terraform plan, from `terraform show -json <plan file>`: all that apply would
# do, and nothing else, in one order. Plans that would do the same give the same text.
#
#   jq -cSj --arg for digest -f canonical-plan.jq   what the digest is made of
#   jq -cSj --arg for people -f canonical-plan.jq   the same, with sensitive values masked
#
# Attributes that the plan leaves as they are are not in it, nor are the old values of those that are
# known only after apply: what vMotion, power and the guest change by themselves. Nothing is taken from
# `variables`, `configuration`, `planned_values` and `prior_state`, where sensitive values stand in the
# clear. What this program does not know it refuses.

def refuse($words): "\($words)\n" | halt_error(1);

def only($known; $what):
  (keys - $known) as $unknown
  | if $unknown == [] then .
    else refuse("\($what) has \($unknown | map("\"\(.)\"") | join(" and ")), which this workflow does not know")
    end;

def one_of($known; $what):
  . as $given
  | if any($known[]; . == $given) then .
    else refuse("\($what) is \(tojson), which this workflow does not know") end;

def without_nulls: with_entries(select(.value != null));

# Attributes
#
# A node is one place of a value before and after: {path, before, after, unknown, beforeSensitive,
# afterSensitive}. `before` or `after` is missing where there is no such place; the last three are
# Terraform's marks, which are true or have the shape of the value.

def nested: type == "object" or type == "array";

def holds($key):
  (type == "object" and ($key | type) == "string" and has($key))
  or (type == "array" and ($key | type) == "number" and $key < length);

def child($key):
  def below: if holds($key) then .[$key] else null end;
  . as $node
  | {path: (.path + [$key])}
  | if $node.before | holds($key) then .before = $node.before[$key] else . end
  | if $node.after | holds($key) then .after = $node.after[$key] else . end
  | .unknown = ($node.unknown | below)
  | .beforeSensitive = ($node.beforeSensitive | below)
  | .afterSensitive = ($node.afterSensitive | below);

def differs: has("before") != has("after") or .before != .after;

# Without what is in it: that follows as nodes of its own.
def shallow: if type == "object" then {} elif type == "array" then [] else . end;

# What people see of a value with such a mark.
def mask($sensitive):
  if $for != "people" then .
  elif $sensitive == true then "(sensitive value)"
  elif nested and ($sensitive | nested) then
    reduce keys[] as $key (.; .[$key] |= mask($sensitive | if holds($key) then .[$key] else null end))
  else . end;

# The places of a node that differ, or all of them.
def attributes($all):
  . as $node
  | (.beforeSensitive == true) as $was_sensitive
  | (.afterSensitive == true) as $is_sensitive
  | ({path}
      | if $was_sensitive then .beforeSensitive = true else . end
      | if $is_sensitive then .afterSensitive = true else . end) as $place
  | if .unknown == true then $place + {unknown: true}
    elif $was_sensitive or $is_sensitive then
      # It is not looked into: its keys may be secret, too.
      (.unknown | any(..; . == true)) as $partly_unknown
      | select($all or differs or $was_sensitive != $is_sensitive or $partly_unknown)
      | $place
      | if $node | has("before") then .before = ($node.before | mask($node.beforeSensitive)) else . end
      | if $node | has("after") then .after = ($node.after | mask($node.afterSensitive)) else . end
      | if $partly_unknown then .unknown = (if $for == "people" then true else $node.unknown end) else . end
    else
      ( select(has("before") or has("after"))
        | select($all or differs)
        | select((.before | nested | not) or (.before | type) != (.after | type))
        | $place
        | if $node | has("before") then .before = ($node.before | shallow) else . end
        | if $node | has("after") then .after = ($node.after | shallow) else . end ),
      ( ([(.before, .after, .unknown) | select(nested) | keys[]] | unique[]) as $key
        | child($key) | attributes($all) )
    end;

# Changes

def known_actions: [
  ["no-op"], ["create"], ["read"], ["update"], ["delete"], ["forget"],
  ["delete", "create"], ["create", "delete"], ["create", "forget"]
];

def checked_change($what):
  only(["actions", "before", "after", "after_unknown", "before_sensitive", "after_sensitive",
        "replace_paths", "importing", "generated_config", "before_identity", "after_identity"]; $what)
  | .actions |= one_of(known_actions; "the action of \($what)");

# The attributes of a change: all of what is made, and those that an update changes.
def values:
  {path: [], before, after,
   unknown: .after_unknown, beforeSensitive: .before_sensitive, afterSensitive: .after_sensitive}
  | if .before == null then del(.before) else . end
  | if .after == null then del(.after) else . end;

def changed_values:
  .actions as $actions
  | if $actions == ["create"] or $actions == ["read"] then [values | del(.before) | attributes(true)]
    elif $actions | index("create") then [values | attributes(true)]
    elif $actions == ["delete"] or $actions == ["forget"] then []
    else [values | attributes(false)] end;

def id:
  if .actions == ["create"] or .actions == ["read"] or (.before | type) != "object" then null
  else
    (.before_sensitive | if type == "object" then .id else . end) as $sensitive
    | .before.id | if . == null then . else mask($sensitive) end
  end;

def resource:
  only(["address", "previous_address", "module_address", "mode", "type", "name", "index",
        "index_unknown", "provider_name", "deposed", "change", "action_reason"]; "a resource")
  | .address as $address
  | .mode |= one_of(["managed", "data"]; "the mode of \($address)")
  | .change |= checked_change("the change of \($address)")
  | .change.importing |= (if . == null then . else only(["id", "identity", "unknown"]; "the import of \($address)") end)
  | {
      address, mode, type, deposed,
      provider: .provider_name,
      previousAddress: .previous_address,
      actions: .change.actions,
      reason: .action_reason,
      id: (.change | id),
      identity: .change.before_identity,
      newIdentity: (.change | if .after_identity == .before_identity then null else .after_identity end),
      importing: .change.importing,
      generatedConfig: .change.generated_config,
      replacePaths: (.change.replace_paths // [] | sort),
      values: (.change | changed_values)
    }
  | without_nulls;

def is_something: .actions != ["no-op"] or has("importing") or has("previousAddress");

def output:
  .key as $name
  | .value
  | checked_change("the output \"\($name)\"")
  | {name: $name, actions, values: [values | attributes(false)]};

# Actions in Terraform's sense of the word: what a provider does beside changing resources.
def invocation:
  only(["address", "type", "name", "provider_name", "config_values", "config_sensitive", "config_unknown",
        "lifecycle_action_trigger", "invoke_action_trigger"]; "an action")
  | .address as $address
  | .invoke_action_trigger |= (if . == null then . else only([]; "the trigger of \($address)") end)
  | {
      address, type,
      provider: .provider_name,
      # Empty where somebody asked for the action itself.
      trigger: (
        .lifecycle_action_trigger // {}
        | only(["triggering_resource_address", "action_trigger_event", "action_trigger_block_index",
                "actions_list_index"]; "the trigger of \($address)")
        | {resource: .triggering_resource_address, event: .action_trigger_event,
           block: .action_trigger_block_index, position: .actions_list_index}
        | without_nulls),
      values: [
        {path: [], after: .config_values, unknown: .config_unknown, afterSensitive: .config_sensitive}
        | if .after == null then del(.after) else . end
        | attributes(true)]
    }
  | without_nulls;

def deferred($name; body):
  only(["reason", $name]; "a deferral") | {deferral: .reason} + (.[$name] | body);

def check:
  def status($of): one_of(["pass", "fail", "error", "unknown"]; "the status of the check of \($of)");
  only(["address", "status", "instances"]; "a check")
  | .address.to_display as $address
  | {
      address: $address,
      kind: .address.kind,
      status: (.status | status($address)),
      instances: ([(.instances // [])[]
        | only(["address", "status", "problems"]; "the check of \($address)")
        | {
            address: .address.to_display,
            status: (.status | status($address)),
            problems: ([(.problems // [])[] | only(["message"]; "a problem of \($address)") | .message] | sort)
          }] | sort)
    }
  | without_nulls;

# The plan

if type != "object" or (.format_version | type) != "string" then
  refuse("this is not the JSON form of a Terraform plan")
elif .format_version | test("^1\\.") | not then
  refuse("the plan's format version is \(.format_version), and this workflow knows 1")
elif keys - ["format_version", "terraform_version"] == [] then
  refuse("there is no plan in this file")
else
  only(["format_version", "terraform_version", "timestamp", "applyable", "complete", "errored",
        "variables", "configuration", "planned_values", "prior_state", "relevant_attributes", "resource_drift",
        "resource_changes", "deferred_changes", "output_changes", "checks", "action_invocations",
        "deferred_action_invocations"]; "the plan")
end
| if .errored then refuse("the plan is not whole: Terraform met an error while it planned") else . end
| {
    version: 2,
    complete: (.complete != false),
    changes: [(.resource_changes // [])[] | resource | select(is_something)] | sort_by(.address, .deposed, .),
    deferredChanges: [(.deferred_changes // [])[] | deferred("resource_change"; resource)] | sort_by(.address, .deposed, .),
    outputs: [(.output_changes // {}) | to_entries[] | output | select(.actions != ["no-op"])] | sort_by(.name),
    actions: [(.action_invocations // [])[] | invocation] | sort_by(.trigger, .address, .),
    deferredActions: [(.deferred_action_invocations // [])[] | deferred("action_invocation"; invocation)] | sort_by(.trigger, .address, .),
    checks: [(.checks // [])[] | check] | sort_by(.address, .)
  }
