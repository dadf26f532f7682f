import {
  PlanFactDifference,
  PlanItemComparison,
  PlanValueDifference,
} from '@backlot/plugin-vm-requests-common';
import { pathText, valueWords } from './planRows';
import {
  changeWords,
  outputWords,
  reasonWords,
  STATUS_WORDS,
  triggerWords,
} from './planWords';

/** How it is said what becomes of an item from the approved plan to the new one. */
export const VERDICTS: Record<PlanItemComparison['is'], string> = {
  same: 'the same',
  new: 'new',
  gone: 'no longer',
  other: 'other',
};

/** What is in a cell where a plan says nothing. */
export const NOTHING = 'not in this plan';

/** A line of the comparison: what it is about, and what each plan says of it. */
export interface ComparisonRow {
  name: string;
  before: string;
  after: string;
}

function itemWords(
  compared: PlanItemComparison,
  side: 'before' | 'after',
): string {
  switch (compared.section) {
    case 'changes': {
      const change = compared[side];
      return change ? changeWords(change) : NOTHING;
    }
    case 'deferredChanges': {
      const change = compared[side];
      return change ? `${changeWords(change)}, by a later plan` : NOTHING;
    }
    case 'outputs': {
      const output = compared[side];
      return output ? outputWords(output.actions) : NOTHING;
    }
    case 'actions': {
      const action = compared[side];
      return action ? `will be taken ${triggerWords(action)}` : NOTHING;
    }
    case 'deferredActions': {
      const action = compared[side];
      return action ? `will later be taken ${triggerWords(action)}` : NOTHING;
    }
    default: {
      const check = compared[side];
      return check ? STATUS_WORDS[check.status] : NOTHING;
    }
  }
}

/** Facts that the words of the item itself say. */
const SAID = ['actions', 'status', 'trigger'];

const FACTS: Record<string, string> = {
  reason: 'because',
  deferral: 'left to a later plan because',
  previousAddress: 'moved from',
  importing: 'imported by',
  replacePaths: 'cannot be changed in place',
  id: 'object',
  newIdentity: 'identity from then on',
  generatedConfig: 'generated configuration',
  instances: 'problems',
};

function factText(fact: string, value: PlanFactDifference['before']): string {
  if (value === undefined) {
    return NOTHING;
  }
  if (typeof value !== 'string') {
    return JSON.stringify(value);
  }
  return fact === 'reason' || fact === 'deferral' ? reasonWords(value) : value;
}

function factRow(difference: PlanFactDifference): ComparisonRow {
  const { fact, before, after } = difference;
  return {
    name: FACTS[fact] ?? fact,
    before: factText(fact, before),
    after: factText(fact, after),
  };
}

function valueRow({ path, before, after }: PlanValueDifference): ComparisonRow {
  return {
    name: pathText(path) || 'all of it',
    before: before ? valueWords(before) : NOTHING,
    after: after ? valueWords(after) : NOTHING,
  };
}

/** What a comparison says of an item: in one line, and below it each thing that differs. */
export function comparisonRows(compared: PlanItemComparison): {
  item: ComparisonRow;
  differences: ComparisonRow[];
} {
  const { name, facts, values, section } = compared;
  return {
    item: {
      name: section === 'outputs' ? `Output ${name}` : name,
      before: itemWords(compared, 'before'),
      after: itemWords(compared, 'after'),
    },
    differences: [
      ...facts.filter(({ fact }) => !SAID.includes(fact)).map(factRow),
      ...values.map(valueRow),
    ],
  };
}
