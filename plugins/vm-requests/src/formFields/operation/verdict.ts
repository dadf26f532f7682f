import { OperationPreview } from '@backlot/plugin-vm-requests-common';

/**
 * Whether an operation can be asked for: `nothing` while nothing is, `unknown` where nobody could say,
 * because the ledger looks again when it opens the request.
 */
export const verdicts = [
  'nothing',
  'pending',
  'possible',
  'refused',
  'unknown',
] as const;

/** What the form's validation and review need of a preview, by which the form goes on or not. */
export interface OperationVerdict {
  verdict: (typeof verdicts)[number];
  /** Why it is refused. */
  why?: string;
  /** The machine's name. */
  machine?: string;
  does?: string;
  interrupts?: string;
}

/** The verdict on what a form asks for. */
export function verdictOf(options: {
  isAsked: boolean;
  /** Why it cannot be asked of the machine at all. */
  refusal: string | undefined;
  preview: { value?: OperationPreview; loading: boolean };
}): OperationVerdict {
  const { isAsked, refusal, preview } = options;
  const { value, loading } = preview;
  if (refusal !== undefined) {
    return { verdict: 'refused', why: refusal };
  }
  if (!isAsked) {
    return { verdict: 'nothing' };
  }
  if (loading) {
    return { verdict: 'pending' };
  }
  if (!value) {
    return { verdict: 'unknown' };
  }
  return value.problems.length > 0
    ? { verdict: 'refused', why: value.problems.join(' ') }
    : {
        verdict: 'possible',
        does: value.does.join(' '),
        interrupts: value.interrupts ?? 'Nothing',
      };
}

/** Why a form does not go on with a verdict; undefined where it does. */
export function verdictProblem(
  found: Partial<OperationVerdict> | undefined,
): string | undefined {
  switch (found?.verdict) {
    case 'possible':
    case 'unknown':
      return undefined;
    case 'refused':
      return found.why ?? 'This cannot be asked for as it is.';
    case 'pending':
      return 'is not complete yet. Wait a moment.';
    default:
      return 'Nothing is asked for yet.';
  }
}

/** Whether two verdicts say the same. */
export function isSameVerdict(
  one: OperationVerdict,
  other: Partial<Record<keyof OperationVerdict, string>> | undefined,
): boolean {
  return (['verdict', 'why', 'machine', 'does', 'interrupts'] as const).every(
    key => one[key] === other?.[key],
  );
}
