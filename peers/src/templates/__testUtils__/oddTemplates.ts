import {
  Template,
  templateProblemsFor,
} from '@backlot/plugin-vm-inventory-common';
import { vsphereProvider } from '../../vsphereProvider';

interface ExpectedProblem {
  words: RegExp;
  /** Absent means all. */
  providerVersions?: string;
}

/** The simulator's templates of unusual hardware, with all that is known to stand in the way. */
const oddTemplates: Record<string, ExpectedProblem[]> = {
  'two-controllers': [],
  thick: [],
  'eager-zeroed': [],
  tuned: [
    {
      words: /^I\/O MMU virtualization \(VT-d, AMD-Vi\) is on, which/,
      providerVersions: '>=2.0.0',
    },
    {
      words: /^VMware Tools are upgraded at each power-on, which/,
      providerVersions: '>=2.0.0',
    },
  ],
  reserved: [
    {
      words: /^All of its memory is reserved, however much it has, which/,
      providerVersions: '>=2.0.0',
    },
  ],
  sata: [
    {
      words:
        /is on a SATA controller, where the Terraform provider makes an empty disk in its stead\. Put it on a SCSI controller\.$/,
      providerVersions: '<2.16.0',
    },
  ],
  ide: [
    {
      words: /is on an IDE controller, where/,
      providerVersions: '<2.16.0',
    },
  ],
  nvme: [{ words: /is on an NVMe controller, where/ }],
  'mixed-controllers': [
    {
      words:
        /^Its SCSI controllers are of several types \(pvscsi, lsilogic-sas\), which the Terraform provider makes one\. Give all of them one type\.$/,
    },
  ],
};

/**
 * What the provider that the tests run with is refused an odd template for; nothing when it keeps it.
 * Expects that the inventory says of the template what is known, for every version.
 */
export function expectedRefusal(template: Template): string[] {
  expect({ name: template.name, problems: template.problems ?? [] }).toEqual({
    name: template.name,
    problems: oddTemplates[template.name].map(
      ({ words, providerVersions }) => ({
        message: expect.stringMatching(words),
        ...(providerVersions && { providerVersions }),
      }),
    ),
  });
  return templateProblemsFor(template, vsphereProvider().version);
}
