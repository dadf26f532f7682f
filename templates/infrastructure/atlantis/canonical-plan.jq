# The canonical form of a Terraform plan, from `terraform show -json <plan file>`.
#
#   jq -cSj --arg for digest -f canonical-plan.jq   what the digest is made of: what apply would do
#   jq -cSj --arg for people -f canonical-plan.jq   that, with old values for reading, and sensitive values masked
#
# What is known only after apply is set aside, and so is what a refresh changes by itself, so that
# two plans of one commit are equal as long as they would do the same.

# Without the attributes that are not set.
def configured:
  if type == "object" then with_entries(select(.value != null) | .value |= configured)
  elif type == "array" then map(configured)
  else . end;

# What of a value differs from $other, without what is $unknown. An attribute that goes away is null.
# Elements of a list keep their place; one that stays as it is becomes {}.
def different($other; $unknown):
  if type == "object" and ($other | type) == "object" then
    . as $value
    | reduce ((keys + ($other | keys)) | unique[]) as $key ({};
        ($unknown | if type == "object" then .[$key] else null end) as $below
        | if $below == true or $value[$key] == $other[$key] then .
          else .[$key] = ($value[$key] | different($other[$key]; $below)) end)
  elif type == "array" and ($other | type) == "array" and all(.[], $other[]; type == "object") then
    . as $value
    | [range(length) as $at
        | ($unknown | if type == "array" then .[$at] else null end) as $below
        | if $value[$at] == $other[$at] then {}
          else $value[$at] | different($other[$at]; $below) end]
  else configured end;

def masked($sensitive):
  if $sensitive == true then "(sensitive)"
  elif type == "object" and ($sensitive | type) == "object" then
    with_entries(.key as $key | .value |= masked($sensitive[$key]))
  elif type == "array" and ($sensitive | type) == "array" then
    [to_entries[] | .key as $at | .value | masked($sensitive[$at])]
  else . end;

# ["disk", 0, "size"] becomes "disk[0].size".
def path_text:
  reduce .[] as $step (""; . + if $step | type == "number" then "[\($step)]" elif . == "" then $step else ".\($step)" end);

def entry:
  . as $resource
  | .change as $change
  | ($change.actions | index("create") != null and index("delete") != null) as $replaced
  | ($change.before // {}) as $before
  | ($change.after // {}) as $after
  | {
      address,
      type,
      actions: $change.actions,
      after: (
        if $change.actions | index("create") then $after | configured
        elif $change.actions == ["update"] then $after | different($before; $change.after_unknown)
        else {} end),
      before: (
        if $replaced or $change.actions == ["update"] then $before | different($after; $change.after_unknown)
        else {} end),
      unknown: [$change.after_unknown | select(. != null) | paths(. == true) | path_text] | sort,
      replacePaths: [($change.replace_paths // [])[] | path_text] | sort
    }
  | if $change.actions | index("delete") or index("forget") then .id = $before.id else . end
  | if $change.importing then .importing = $change.importing.id else . end
  | . + ($resource | {deposed} | configured)
  | if $for == "digest" then del(.before, .unknown)
    else .after |= masked($change.after_sensitive) | .before |= masked($change.before_sensitive) end;

if .format_version == null then error("this is not the JSON form of a Terraform plan") else . end
| {
    version: 1,
    changes: [
      (.resource_changes // [])[]
      | select(.mode == "managed")
      | select(.change.importing or (.change.actions != ["no-op"] and .change.actions != ["read"]))
      | entry
    ] | sort_by(.address, .deposed)
  }
