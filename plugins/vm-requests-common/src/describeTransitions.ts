import { Transition, TransitionRole, transitions } from './transitions';

const roleNames: Record<TransitionRole, string> = {
  task: 'the task that holds it',
  approver: 'an approver, neither the requester nor whom it is for',
  person: 'a person with permission',
  policy: 'policy',
  ledger: 'the ledger',
};

function destination(row: Transition): string {
  if (!row.to) {
    return 'where `undoing` said that it ends';
  }
  return row.endsAs ? `\`${row.to}\`, then \`${row.endsAs}\`` : `\`${row.to}\``;
}

function condition({ phases, mayExist, needsPlan, from }: Transition): string {
  const conditions = [
    phases?.join() === 'held' && 'while it waits for a person',
    phases?.join() === 'planning' && 'while it is planned anew',
    phases?.join() === 'waiting' && 'while it waits for its time',
    phases?.join() === 'waiting,starting' &&
      'while it waits for its time or its turn',
    phases?.join() === 'held,waiting' &&
      'while it waits for a person, or for its time',
    mayExist === true && 'something of it may be applied',
    mayExist === false && from !== 'open' && 'nothing of it is applied',
    needsPlan === true && 'with a plan',
    needsPlan === false && 'needs no plan',
  ].filter(Boolean);
  return conditions.length > 0 ? ` (${conditions.join(', ')})` : '';
}

/**
 * The table of transitions as rows of a Markdown table, its head included.
 *
 * @public
 */
export function describeTransitions(): string {
  return [
    '| From | What happens | To | Who may | What it does |',
    '| --- | --- | --- | --- | --- |',
    ...transitions.map(
      row =>
        `| ${row.from ? `\`${row.from}\`` : '(none)'}${condition(row)} | \`${
          row.event
        }\` | ${destination(row)} | ${row.by
          .map(role => roleNames[role])
          .join(' or ')} | ${row.does} |`,
    ),
  ].join('\n');
}
