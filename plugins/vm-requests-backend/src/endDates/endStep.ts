import { PolicyLease } from '@backlot/plugin-vm-requests-common';
import { after, before, InTimeZone } from './days';

/** What is due of a machine that ends. */
export interface EndStep {
  /**
   * `warn`: its end is near. `end`: it is over. `retire`: it has been over for as long as policy lets it
   * stay.
   */
  what: 'warn' | 'end' | 'retire';
  /** When that came, ISO 8601. */
  at: string;
}

/**
 * What is due of a machine that ends, and when to look again. Of several steps that came meanwhile the
 * last is due: nobody is warned of an end that has come.
 *
 * @param toldAt - when the last step came that was acted on
 */
export function endStep(options: {
  endsAt: string;
  lease: Pick<PolicyLease, 'warnings' | 'grace'>;
  timeZone: InTimeZone['timeZone'];
  toldAt?: string;
  now: Date;
}): { step?: EndStep; lookAt?: string } {
  const { endsAt, lease, timeZone, toldAt = '' } = options;
  const now = options.now.toISOString();
  const steps: EndStep[] = [
    ...lease.warnings.map(duration => ({
      what: 'warn' as const,
      at: before(endsAt, { duration, timeZone }),
    })),
    { what: 'end', at: endsAt },
    {
      what: 'retire',
      at: after(endsAt, { duration: lease.grace, timeZone }),
    },
  ];
  steps.sort((a, b) => (a.at < b.at ? -1 : 1));
  const come = steps.filter(({ at }) => at <= now).at(-1);
  return {
    step: come && come.at > toldAt ? come : undefined,
    lookAt: steps.find(({ at }) => at > now)?.at,
  };
}
