import { describeContents } from './describeContents';
import { describeMerging } from './describeMerging';
import { describePulls } from './describePulls';
import { describeReading } from './describeReading';
import { describeStatuses } from './describeStatuses';
import { ForgeSteps } from './ForgeSteps';
import { ForgeUnderTest } from './ForgeUnderTest';

const TIMEOUT_MS = 180_000;

/**
 * What Backlot relies on in a forge that speaks Gitea's API, as tests: the same for the lab's and
 * for a real Gitea. To be called from a test file, with a forge that is started before it and
 * stopped after it by the caller. A real Gitea takes its time: the file's tests get three minutes each.
 *
 * @param name - of the forge, for the tests' titles
 * @param forge - is asked for before the first test
 * @public
 */
export function describeForgeConformance(
  name: string,
  forge: () => ForgeUnderTest | Promise<ForgeUnderTest>,
): void {
  jest.setTimeout(TIMEOUT_MS);

  describe(`${name} as a Gitea`, () => {
    let steps: ForgeSteps;

    beforeAll(async () => {
      steps = new ForgeSteps(await forge());
    });

    afterEach(() => steps.closePulls());

    const provide = () => steps;
    describeReading(provide);
    describeContents(provide);
    describePulls(provide);
    describeMerging(provide);
    describeStatuses(provide);
  });
}
