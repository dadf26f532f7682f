import { PlanValue } from '@backlot/plugin-vm-requests-common';
import { decodeGuestinfo } from './decodeGuestinfo';

/** A row of a table: one attribute, in words. */
export interface PlanRow {
  name: string;
  /** Missing where there was none. */
  before?: string;
  /** Missing where it goes away. */
  after?: string;
}

/** The attributes of a change, as its table shows them. */
export interface PlanRows {
  rows: PlanRow[];
  /** Names of those that are known only after apply. */
  unknown: string[];
  /** Names of those that are made without a value. */
  unset: string[];
}

/** A path as Terraform writes it: `disk[0].size`, `extra_config["guestinfo.userdata"]`. */
export function pathText(path: PlanValue['path']): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') {
      return `${text}[${step}]`;
    }
    if (!/^[A-Za-z_][\w-]*$/.test(step)) {
      return `${text}[${JSON.stringify(step)}]`;
    }
    return text ? `${text}.${step}` : step;
  }, '');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A value for reading. Text that could pass for something else is quoted. */
export function valueText(value: PlanValue['after']): string {
  if (value === null || value === undefined) {
    return 'not set';
  }
  if (typeof value !== 'string') {
    return JSON.stringify(value);
  }
  return value.trim() !== value ||
    ['', 'not set', '(sensitive value)'].includes(value) ||
    // What cloud-init reads is set out as JSON; that is no mistake for anything else.
    (isJson(value) && !value.includes('\n'))
    ? JSON.stringify(value)
    : value;
}

const MASK = '(sensitive value)';

function rowOf(value: PlanValue): PlanRow {
  const { path, before, after, beforeSensitive, afterSensitive } = value;
  const row: PlanRow = { name: pathText(path) };
  if (before !== undefined) {
    row.before = beforeSensitive ? MASK : valueText(before);
  }
  if (after !== undefined) {
    row.after = afterSensitive ? MASK : valueText(after);
  }
  if (value.unknown) {
    row.after = `${afterSensitive ? `${MASK}, ` : ''}known after apply`;
  }
  if (row.before !== undefined && row.after !== undefined) {
    if (beforeSensitive && afterSensitive) {
      row.after = `another ${row.after}`;
    } else if (beforeSensitive) {
      row.after = `${row.after} (no longer sensitive)`;
    } else if (afterSensitive) {
      row.after = `${row.after}, from now on`;
    }
  }
  return row;
}

/** What a plan does to an attribute, in one line. */
export function valueWords(value: PlanValue): string {
  const { before, after = 'gone' } = rowOf(value);
  return before === undefined ? after : `${before} → ${after}`;
}

/** Whether a value is an object or list whose content follows. */
function isHolder({ path }: PlanValue, next: PlanValue | undefined): boolean {
  return (
    next !== undefined &&
    next.path.length > path.length &&
    path.every((step, index) => step === next.path[index])
  );
}

/** What a table shows of values that are in their canonical order. */
export function planRows(values: readonly PlanValue[]): PlanRows {
  const shown: PlanRows = { rows: [], unknown: [], unset: [] };
  const decoded = decodeGuestinfo(values);
  decoded.forEach((value, index) => {
    const { path, before, after, unknown, afterSensitive } = value;
    const isNew = before === undefined;
    if (unknown && isNew && after === undefined && !afterSensitive) {
      shown.unknown.push(pathText(path) || 'all of it');
    } else if (isNew && after === null && !afterSensitive) {
      shown.unset.push(pathText(path) || 'all of it');
    } else if (
      !isHolder(value, decoded[index + 1]) ||
      (before !== undefined && after !== undefined)
    ) {
      shown.rows.push(rowOf(value));
    }
  });
  return shown;
}
