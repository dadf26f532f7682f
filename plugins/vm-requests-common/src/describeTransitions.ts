import { Transition, TransitionRole, transitions } from './transitions';

const roleNames: Record<TransitionRole, string> = {
  task: 'the task that holds it',
  approver: 'an approver who is not the requester',
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

function condition(row: Transition): string {
  if (row.phases?.length === 1 && row.phases[0] === 'held') {
    return ' (while it waits for a person)';
  }
  return '';
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
