import { ConflictError, InputError } from '@backstage/errors';
import { Template } from '@backlot/plugin-vm-inventory-common';
import {
  TemplateHardware,
  templateHardwareSchema,
  templateProblems,
} from '@backlot/vsphere-templates';
import { InventoryLookup } from '../inventory/InventoryLookup';

/**
 * The hardware of a template from which Terraform can make a machine that is what the template is.
 *
 * @throws InputError with all that stands in the way, before anything is written anywhere
 * @throws ConflictError when the inventory is of another release
 * @internal
 */
export async function usableHardware(
  lookup: InventoryLookup,
  template: Template,
  providerVersion: string,
): Promise<TemplateHardware> {
  const named = await lookup.withUuid(template.uuid);
  if (named.length > 1) {
    throw new InputError(
      `Template '${template.name}' cannot be used: ${
        named.length
      } templates and machines have its UUID ${
        template.uuid
      }, by which Terraform finds it: ${named.join(
        ', ',
      )}. Give all but one another UUID (uuid.action = "create").`,
    );
  }
  if (!template.hardware) {
    throw new InputError(
      `Template '${template.name}' cannot be used: its configuration cannot be read. Check that its files are accessible, and that Backlot's account may read it.`,
    );
  }
  const read = templateHardwareSchema.safeParse(template.hardware);
  if (!read.success) {
    throw new ConflictError(
      `The inventory describes the hardware of template '${template.name}' otherwise than vsphere:select knows it. Run both from one release of Backlot, and load the source anew.`,
      read.error,
    );
  }
  const hardware = read.data;
  const problems = templateProblems(hardware, providerVersion);
  if (problems.length > 0) {
    throw new InputError(
      `Template '${
        template.name
      }' cannot be used with version ${providerVersion} of the Terraform provider. ${problems.join(
        ' ',
      )}`,
    );
  }
  return hardware;
}
