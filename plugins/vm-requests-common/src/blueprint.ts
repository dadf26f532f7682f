import { z } from 'zod';
import { machineAccessSchema, MachineAccess } from './access';
import { mountPointProblem } from './diskMounts';
import { jsonRecordSchema } from './plan';
import { matchesPattern } from './matchesPattern';
import { MAX_NAME_LENGTH } from './names';
import { PolicyEnvironment, policySizeSchema } from './policy';
import { MOST_EXTRA_DISKS, requestedDiskSchema } from './requestedDisk';

/**
 * The blueprint of machines whose request names none, as those did that were made before there were
 * several.
 *
 * @public
 */
export const DEFAULT_BLUEPRINT = 'rhel9-vm';

const patterns = z.array(z.string()).min(1).optional();

/**
 * Which templates of a source machines of a blueprint can be made from. A template fits if it fits
 * all that is given; `*` stands for any text.
 *
 * @public
 */
export const blueprintTemplatesSchema = z
  .strictObject({
    names: patterns.describe('Patterns of their names'),
    guestIds: patterns.describe(
      'Patterns of how the source calls their operating system, e.g. `rhel9_64Guest`',
    ),
    folders: patterns.describe(
      "Patterns of the paths of their folders, below the datacenter's machines",
    ),
  })
  .describe('Which templates machines of a blueprint can be made from');

/** @public */
export type BlueprintTemplates = z.infer<typeof blueprintTemplatesSchema>;

const outputName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_-]*$/,
    "An output's name has letters, digits, _ and -, and begins with no digit",
  );

/**
 * Which outputs of Terraform say which machine was made.
 *
 * @public
 */
export const blueprintOutputsSchema = z
  .strictObject({
    id: outputName
      .default('moid')
      .describe("Name of the output with the provider's id, e.g. `vm-42`"),
    instanceUuid: outputName
      .optional()
      .describe(
        'Name of the output with the instance UUID, where there is one',
      ),
  })
  .describe('Which outputs of Terraform say which machine was made');

/** @public */
export type BlueprintOutputs = z.infer<typeof blueprintOutputsSchema>;

/**
 * What machines of a sort are made of, beside the Terraform module and provider.
 *
 * @public
 */
export const blueprintSchema = z
  .strictObject({
    title: z.string().min(1).describe('As people call it, e.g. `RHEL 9`'),
    family: z
      .string()
      .min(1)
      .optional()
      .describe('Family of the operating system, e.g. `linux`'),
    templates: blueprintTemplatesSchema.default({}),
    name: z
      .strictObject({
        maxLength: z.number().int().min(1).max(MAX_NAME_LENGTH),
      })
      .default({ maxLength: MAX_NAME_LENGTH })
      .describe('What the names of its machines keep to'),
    access: machineAccessSchema
      .optional()
      .describe("Absent: as the environment's `access` says"),
    sizes: z
      .record(z.string(), policySizeSchema)
      .optional()
      .describe("Absent: the environment's"),
    disks: z
      .array(
        requestedDiskSchema.superRefine(({ mountPoint }, context) => {
          const problem =
            mountPoint === undefined
              ? undefined
              : mountPointProblem(mountPoint);
          if (problem) {
            context.addIssue({
              code: 'custom',
              path: ['mountPoint'],
              message: problem,
            });
          }
        }),
      )
      .max(MOST_EXTRA_DISKS)
      .default([])
      .describe('Which each of its machines has beside the first'),
    adoptTemplate: z
      .string()
      .regex(/^template:[^/]+\/[^/]+$/i)
      .optional()
      .describe(
        'Entity ref of the software template by which machines that nobody requested are adopted as such',
      ),
    outputs: blueprintOutputsSchema.default({ id: 'moid' }),
    values: jsonRecordSchema
      .default({})
      .describe(
        'What the steps of its software template are given of the configuration; no secrets',
      ),
  })
  .describe('What machines of a sort are made of');

/** @public */
export type Blueprint = z.infer<typeof blueprintSchema>;

/**
 * Blueprints by their names.
 *
 * @public
 */
export type Blueprints<T extends Blueprint = Blueprint> = Record<string, T>;

/**
 * Entity ref of the software template by which machines are adopted as those of a blueprint; undefined
 * where there is none. That of the starter is of the default blueprint.
 *
 * @public
 */
export function adoptTemplateOf(
  name: string,
  { adoptTemplate }: Pick<Blueprint, 'adoptTemplate'>,
): string | undefined {
  return (
    adoptTemplate ??
    (name === DEFAULT_BLUEPRINT ? 'template:default/vm-adopt' : undefined)
  );
}

/**
 * A blueprint as forms are told it.
 *
 * @public
 */
export const offeredBlueprintSchema = blueprintSchema
  .omit({ values: true, outputs: true })
  .extend({
    providerVersion: z
      .string()
      .describe(
        "Version of Terraform's provider that its new machines are pinned to, e.g. `1.26.0`",
      ),
  })
  .describe('A blueprint as forms are told it');

/** @public */
export type OfferedBlueprint = z.infer<typeof offeredBlueprintSchema>;

/**
 * A blueprint by its name; undefined where there is none such any more.
 *
 * @public
 */
export function blueprintOf<T>(
  blueprints: Record<string, T>,
  name: string,
): T | undefined {
  return Object.hasOwn(blueprints, name) ? blueprints[name] : undefined;
}

/**
 * Whether machines of a blueprint may be requested in an environment.
 *
 * @public
 */
export function allowsBlueprint(
  { blueprints }: Pick<PolicyEnvironment, 'blueprints'>,
  name: string,
): boolean {
  return blueprints?.includes(name) ?? true;
}

/**
 * Who signs in to machines of a blueprint in an environment; undefined where neither says it.
 *
 * @public
 */
export function accessOf(
  environment: Pick<PolicyEnvironment, 'access'>,
  blueprint: Pick<Blueprint, 'access'>,
): MachineAccess | undefined {
  return blueprint.access ?? environment.access;
}

/**
 * The sizes of a blueprint's machines in an environment.
 *
 * @param blueprint - undefined for one that there is not any more
 * @public
 */
export function sizesOf(
  environment: Pick<PolicyEnvironment, 'sizes'>,
  blueprint: Pick<Blueprint, 'sizes'> | undefined,
): PolicyEnvironment['sizes'] {
  return blueprint?.sizes ?? environment.sizes;
}

/**
 * What is known of a template.
 *
 * @public
 */
export interface TemplateFacts {
  name: string;
  guestId?: string;
  /** Path of its folder, below the datacenter's machines. */
  folder?: string;
}

function fitsOne(
  allowed: readonly string[] | undefined,
  value: string | undefined,
): boolean {
  return (
    allowed === undefined ||
    (value !== undefined &&
      allowed.some(pattern => matchesPattern(pattern, value)))
  );
}

/**
 * Whether a template's name fits a blueprint.
 *
 * @public
 */
export function fitsByName(
  { templates }: Pick<Blueprint, 'templates'>,
  name: string,
): boolean {
  return fitsOne(templates.names, name);
}

/**
 * Whether a machine that was made elsewhere has an operating system of a blueprint.
 *
 * @param guestId - as the source calls it, e.g. `rhel9_64Guest`
 * @public
 */
export function fitsByGuest(
  { templates }: Pick<Blueprint, 'templates'>,
  guestId: string,
): boolean {
  return fitsOne(templates.guestIds, guestId);
}

/**
 * The blueprints as whose machines one with an operating system can be adopted, each with the entity ref
 * of the software template that does it.
 *
 * @param guestId - as the source calls it; where it is not known, any may fit
 * @public
 */
export function adoptionsOf(
  blueprints: Record<
    string,
    Pick<Blueprint, 'title' | 'templates' | 'adoptTemplate'>
  >,
  guestId: string | undefined,
): { blueprint: string; title: string; template: string }[] {
  return Object.entries(blueprints).flatMap(([name, blueprint]) => {
    const template = adoptTemplateOf(name, blueprint);
    return template !== undefined &&
      (guestId === undefined || fitsByGuest(blueprint, guestId))
      ? [{ blueprint: name, title: blueprint.title, template }]
      : [];
  });
}

/**
 * Whether machines of a blueprint can be made from a template.
 *
 * @public
 */
export function fitsBlueprint(
  { templates }: Pick<Blueprint, 'templates'>,
  template: TemplateFacts,
): boolean {
  return (
    fitsOne(templates.names, template.name) &&
    fitsOne(templates.guestIds, template.guestId) &&
    fitsOne(templates.folders, template.folder)
  );
}

/**
 * Says which templates fit a blueprint, e.g. for those who chose another.
 *
 * @public
 */
export function templatesInWords({
  templates: { names, guestIds, folders },
}: Pick<Blueprint, 'templates'>): string {
  const parts = [
    ...(names ? [`name ${names.join(' or ')}`] : []),
    ...(guestIds ? [`operating system ${guestIds.join(' or ')}`] : []),
    ...(folders ? [`folder ${folders.join(' or ')}`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'any';
}
