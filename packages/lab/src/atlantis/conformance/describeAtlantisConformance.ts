import { AtlantisSteps } from './AtlantisSteps';
import { AtlantisUnderTest } from './AtlantisUnderTest';
import { describeAnswers } from './describeAnswers';
import { describeApplies } from './describeApplies';
import { describePlans } from './describePlans';

const TIMEOUT_MS = 180_000;

/**
 * What Backlot relies on in Atlantis' API, as tests: the same for the lab's and for a real one. To
 * be called from a test file, with an Atlantis that is started before it and stopped after it by
 * the caller. A real Terraform takes its time: the file's tests get three minutes each.
 *
 * @param name - of the Atlantis, for the tests' titles
 * @param atlantis - is asked for before the first test
 * @public
 */
export function describeAtlantisConformance(
  name: string,
  atlantis: () => AtlantisUnderTest | Promise<AtlantisUnderTest>,
): void {
  jest.setTimeout(TIMEOUT_MS);

  describe(`${name} as an Atlantis`, () => {
    let steps: AtlantisSteps;

    beforeAll(async () => {
      steps = new AtlantisSteps(await atlantis());
    });

    const provide = () => steps;
    describeAnswers(provide);
    describePlans(provide);
    describeApplies(provide);
  });
}
