import { ConflictError, InputError } from '@backstage/errors';
import {
  Blueprint,
  fitsBlueprint,
  matchesPattern,
  templatesInWords,
} from '@backlot/plugin-vm-requests-common';
import { SeenTemplate } from '@backlot/plugin-vm-requests-node';
import { RebuildVariables } from './rebuildVariables';

/** Which templates a machine may be made from. */
export interface AllowedTemplates {
  /** Of their names, by policy. */
  patterns: readonly string[];
  blueprint: Pick<Blueprint, 'templates'>;
}

/** `rhel9-2026.9` is older than `rhel9-2026.11`. */
const byNumbers = new Intl.Collator('en', { numeric: true });

/** The name without the version at its end: templates that replace each other have the same. */
function lineOf(name: string): string {
  return name.replace(/[._-]\d[\d._-]*$/, '');
}

function unfit(
  { name, guestId, firmware, disksGib, problems }: SeenTemplate,
  { hardware }: RebuildVariables,
): string | undefined {
  const { disks } = hardware;
  if (guestId === undefined) {
    return `the configuration of ${name} is not known`;
  }
  if (problems.length > 0) {
    return `${name} cannot be used: ${problems.join(' ')}`;
  }
  if (guestId !== hardware.guest_id || firmware !== hardware.firmware) {
    return `${name} is of another operating system or firmware (${guestId}, ${firmware})`;
  }
  if (disksGib.length !== disks.length) {
    return `${name} has ${disksGib.length} disks, and the machine ${disks.length}`;
  }
  const larger = disksGib.findIndex((size, at) => size > disks[at].size_gib);
  return larger < 0
    ? undefined
    : `${name} has a disk of ${disksGib[larger]} GiB, and the machine's ${disks[larger].label} has ${disks[larger].size_gib} GiB`;
}

/**
 * The newest template that a machine can be made again from as it is: one that policy and the
 * machine's blueprint allow, which is named as the one that it was made from but for the version at the end, of the same operating system
 * and firmware, with as many disks, none of them larger.
 *
 * @param templates - of the machine's datacenter
 * @throws ConflictError when none fits, with the reasons
 */
export function chooseTemplate(
  templates: readonly SeenTemplate[],
  { patterns, blueprint }: AllowedTemplates,
  variables: RebuildVariables,
): SeenTemplate {
  const line = lineOf(variables.placement.template);
  const candidates = templates
    .filter(
      template =>
        lineOf(template.name) === line &&
        patterns.some(pattern => matchesPattern(pattern, template.name)) &&
        fitsBlueprint(blueprint, template),
    )
    .sort((one, other) => byNumbers.compare(other.name, one.name));
  const chosen = candidates.find(template => !unfit(template, variables));
  if (!chosen) {
    const reasons = candidates.map(template => unfit(template, variables));
    throw new ConflictError(
      candidates.length === 0
        ? `There is no template ${line}… that policy allows (${patterns.join(
            ', ',
          )}) and that fits the machine's blueprint (${templatesInWords(
            blueprint,
          )}), so the machine cannot be made again.`
        : `No template fits the machine: ${reasons.join('; ')}.`,
    );
  }
  return chosen;
}

/**
 * Checks that a machine has the disks of its template and no others: what is on the others would be
 * lost without a way to make it again.
 *
 * @param made - the template that it was made from; undefined where there is none any more
 * @throws InputError when it has data disks, or nobody knows
 */
export function checkNoDataDisks(
  { hardware }: RebuildVariables,
  made: Pick<SeenTemplate, 'name' | 'disksGib'> | undefined,
): void {
  const labels = hardware.disks.map(({ label }) => label);
  // A template whose disks are not known any more has one at least.
  const own = made?.disksGib.length ?? 1;
  if (labels.length > own) {
    throw new InputError(
      `The machine has data disks (${labels.slice(own).join(', ')}${
        made
          ? ''
          : ', as far as is known: the template that it was made from is gone'
      }), and a rebuild would destroy them. Request another machine, move the data, and decommission this one.`,
    );
  }
}
