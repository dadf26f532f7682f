/**
 * Whether a line of a plan's log says something to people. The workflow prints the whole plan for
 * the ledger, in base64, on a line of its own.
 */
export function isForPeople(line: string): boolean {
  return !/^backlot-plan: [A-Za-z0-9+/=]+\s*$/.test(line);
}
