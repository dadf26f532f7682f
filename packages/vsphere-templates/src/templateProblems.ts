import { TemplateHardware } from './templateHardware';
import {
  disksOn,
  firstDisk,
  HardwareProblem,
  HardwareRule,
  messagesFor,
  mixedControllers,
  problemsBy,
  rawDisks,
  resetRules,
  scsiControllers,
  unknownLatencySensitivity,
} from './hardwareProblems';

const madeEmpty =
  'where the Terraform provider makes an empty disk in its stead';

/**
 * What the provider cannot keep, version by version. Sources: the provider's own at the tags 1.26.0
 * and 2.16.1, and the CHANGELOG for the versions between (SATA and IDE: #1629 in 2.2.0, wrong until
 * #2622 in 2.16.0; TPM: #2542 in 2.14.0). Those of 1.26.0 were seen on the real provider.
 */
const rules: HardwareRule[] = [
  {
    providerVersions: '<2.16.0',
    messages: hardware => disksOn(hardware, ['sata', 'ide'], madeEmpty),
  },
  {
    providerVersions: '>=2.16.0',
    messages: mixedControllers,
  },
  {
    // The attribute nvme_controller_count came with 2.11.0; the module has to work with 1.26.0, too.
    messages: hardware => disksOn(hardware, ['nvme', 'other'], madeEmpty),
  },
  { messages: scsiControllers },
  { messages: firstDisk },
  { messages: rawDisks },
  { messages: unknownLatencySensitivity },
  {
    messages: ({ staticMacAddresses }) =>
      staticMacAddresses.map(
        label =>
          `${label} has a static MAC address, which the Terraform provider hands on to every machine. Let vCenter assign it in the template.`,
      ),
  },
  {
    messages: ({ passthrough }) =>
      passthrough.map(
        label =>
          `${label} is a device of its host that is passed through, so that a machine made from it would be bound to one host. Remove it from the template.`,
      ),
  },
  {
    messages: ({ vAppByCdOnly }) =>
      vAppByCdOnly
        ? [
            'It is told its vApp properties by a CD only, which the Terraform provider refuses. Set its OVF environment transport to VMware Tools.',
          ]
        : [],
  },
  ...resetRules('template'),
];

/**
 * All that stands in the way, whatever the provider's version; each says the versions it holds for.
 *
 * @public
 */
export function allTemplateProblems(
  hardware: TemplateHardware,
): HardwareProblem[] {
  return problemsBy(rules, hardware);
}

/**
 * Why a machine that is made from a template would not be what the template is, or none at all, with
 * this version of Terraform's provider.
 *
 * @param providerVersion - exact, e.g. `1.26.0`
 * @returns sentences for people; none when the template can be used
 * @public
 */
export function templateProblems(
  hardware: TemplateHardware,
  providerVersion: string,
): string[] {
  return messagesFor(allTemplateProblems(hardware), providerVersion);
}
