import type { AtlantisRuns } from '@backlot/peers/requests';

/** @throws Error with Atlantis' words where it did not run what it was asked for */
export function accepted({
  status,
  text,
  body,
}: Awaited<ReturnType<AtlantisRuns['plan']>>): void {
  if (status !== 200 || text === '') {
    throw new Error(`Atlantis answered ${status}: ${body}`);
  }
}
