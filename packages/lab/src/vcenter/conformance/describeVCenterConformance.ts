import { describeChanges } from './describeChanges';
import { describeDetails } from './describeDetails';
import { describeOperations } from './describeOperations';
import { describeRunning } from './describeRunning';
import { describeReading } from './describeReading';
import { describeSessions } from './describeSessions';
import {
  noDifferences,
  VCenterDifferences,
  VCenterUnderTest,
} from './VCenterUnderTest';

/**
 * Checks that something answers over the wire as a vCenter does, in what Backlot depends on.
 *
 * @param start - called once; what it starts is closed after the last test
 * @param differences - how it is known to differ from VMware's own
 * @public
 */
export function describeVCenterConformance(
  name: string,
  start: () => Promise<VCenterUnderTest>,
  differences: VCenterDifferences = noDifferences,
): void {
  describe(`${name} answers as a vCenter does`, () => {
    let target: VCenterUnderTest | undefined;

    beforeAll(async () => {
      target = await start();
    }, 60_000);

    afterAll(() => target?.close());

    const running = () => target!;
    describeSessions(running);
    describeReading(running, differences);
    describeDetails(running, differences);
    describeChanges(running, differences);
    describeOperations(running, differences);
    describeRunning(running, differences);
  });
}
