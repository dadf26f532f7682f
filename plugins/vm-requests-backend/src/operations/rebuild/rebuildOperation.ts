import { ConflictError, InputError } from '@backstage/errors';
import {
  JsonRecord,
  jsonRecordSchema,
  RequestMachine,
  RequestPlacement,
  signInOf,
} from '@backlot/plugin-vm-requests-common';
import {
  OperationContext,
  OperationMachine,
  OperationRequest,
  PlannedOperation,
  SeenMachine,
  SeenPlace,
  SeenTemplate,
} from '@backlot/plugin-vm-requests-node';
import { pinOf } from '../../ledger/pinOf';
import { machineOf, seeMachine } from '../standingMachine';
import { checkTypedName, typedName } from '../typedName';
import { activateAddresses, addressesInWords } from '../machineAddresses';
import { recordMachine } from '../recordMachine';
import { writeVariables } from '../variables';
import { checkRebuildCompletes, checkRebuilds } from './checkRebuilds';
import {
  AllowedTemplates,
  checkNoDataDisks,
  chooseTemplate,
} from './chooseTemplate';
import { readRebuildVariables, RebuildVariables } from './rebuildVariables';

function variablesOf({ id, files }: OperationRequest): RebuildVariables {
  const read = readRebuildVariables(files);
  if (!read) {
    throw new InputError(
      `The files of request ${id} have no variables 'hardware' and 'placement' of the form that the starter's module takes, so the machine cannot be made again from here.`,
    );
  }
  return read;
}

/** The templates that policy allows where the machine is, and that its blueprint takes. */
function allowedTemplates(
  context: OperationContext,
  { environment, blueprint: name, fqdn }: OperationMachine,
  { source, datacenter }: OperationRequest['spec'],
): AllowedTemplates {
  const blueprint = context.blueprint(name);
  if (!blueprint) {
    throw new ConflictError(
      `Configuration no longer has the blueprint ${name} of ${fqdn}, so nobody knows which templates fit. Decommission it, and request another.`,
    );
  }
  const site = context
    .environment(environment)
    ?.sites.find(
      each => each.source === source && each.datacenter === datacenter,
    );
  if (!site) {
    throw new InputError(
      `Policy no longer has ${datacenter} of ${source} in the environment ${environment}, so nobody knows which templates are allowed.`,
    );
  }
  return { patterns: site.templates, blueprint };
}

/** Disks that somebody attached outside of Backlot would be destroyed with the machine. */
async function checkNoOtherDisks(
  { inventory }: OperationContext,
  seen: SeenMachine,
  { hardware }: RebuildVariables,
): Promise<void> {
  const details = await inventory.details(seen);
  const disks = details?.disks ?? [];
  if (disks.length > hardware.disks.length) {
    throw new ConflictError(
      `${seen.source} shows ${disks.length} disks of ${seen.name} (${disks
        .map(({ label }) => label)
        .join(', ')}), and ${
        hardware.disks.length
      } are known here: a rebuild would destroy all. Detach the others, or decommission the machine.`,
    );
  }
}

/** Where the machine is now, as the module's variables and the request's placement say it. */
function stayingAt(
  machine: string,
  place: SeenPlace,
  known: RequestPlacement | undefined,
  variables: RebuildVariables['placement'],
): { placement?: RequestPlacement; variables: JsonRecord } {
  const { cluster, resourcePool, folder, datastores } = place;
  const same = datastores.find(({ id }) => id === variables.datastore_id);
  if (!same && datastores.length > 1) {
    throw new ConflictError(
      `${machine} has disks on several datastores (${datastores
        .map(({ name }) => name)
        .join(
          ', ',
        )}), so nobody knows where to make it again. Move it to one of them.`,
    );
  }
  const datastore = same ?? datastores[0];
  return {
    placement: known && {
      ...known,
      cluster: cluster ?? known.cluster,
      resourcePool: resourcePool ?? known.resourcePool,
      datastore: datastore ?? known.datastore,
      folder: folder ?? known.folder,
    },
    variables: jsonRecordSchema.parse({
      ...variables,
      ...(cluster && { cluster_id: cluster.id, cluster: cluster.name }),
      ...(resourcePool && { resource_pool_id: resourcePool.id }),
      ...(datastore && {
        datastore_id: datastore.id,
        datastore: datastore.name,
      }),
      ...(folder && { folder: folder.path }),
    }),
  };
}

function told(
  { address, interfaces = [] }: OperationRequest,
  template: SeenTemplate,
  before: RebuildVariables['placement'],
): string[] {
  return [
    `The machine is destroyed and made again from template ${template.name}${
      template.uuid === before.template_uuid
        ? ', which it was made from'
        : `; it was made from ${before.template}`
    }.`,
    'Everything on its disks is lost, its snapshots too. Nothing brings that back but a backup.',
    `It keeps its name, ${
      address ? `its ${addressesInWords(address).words}, ` : ''
    }its MAC ${
      interfaces.length > 1 ? 'addresses' : 'address'
    }, its size and its place.`,
  ];
}

/** The new machine in place of the one that the request knows. */
async function findNew(
  { inventory }: OperationContext,
  request: OperationRequest,
  madeBy: string,
): Promise<RequestMachine | undefined> {
  const old = machineOf(request);
  const { machines } = await inventory.findMachines({
    source: old.source,
    name: request.name,
  });
  const found = machines.find(
    ({ id, annotation }) => id !== old.id && annotation?.includes(madeBy),
  );
  return found?.instanceUuid === undefined ||
    machines.some(({ id }) => id === old.id)
    ? undefined
    : {
        source: found.source,
        id: found.id,
        instanceUuid: found.instanceUuid,
      };
}

/** Destroys a machine and makes it again from the newest template, with its name and address. */
export const rebuildOperation: PlannedOperation = {
  kind: 'rebuild',
  makesMachine: true,
  words: {
    title: 'Rebuild',
    asks: 'asks to destroy the machine and make it again',
    asksInGit: 'asks to destroy and make again this virtual machine of',
    done: 'is made again',
    halfApplied: 'The machine may be gone, and not be made again yet',
  },
  giveBack: ['pull-request'],
  // What was on the machine is gone; what is left to do is to make it.
  rollBack: () => 'none',
  lifecycle: { meanwhile: 'active', done: 'active', otherwise: 'active' },

  change: {
    description:
      'Destroys the machine and makes it again from the newest template, with its name and address.',
    template: 'template:default/vm-rebuild',
    input: typedName,

    refusal: ({ fqdn, isProtected }) =>
      isProtected
        ? `${fqdn} is protected from being destroyed. Take the protection away first.`
        : undefined,

    async resolve(context, given, machine, shaping) {
      checkTypedName(
        given,
        machine,
        'that it shall be destroyed and made again',
      );
      const { spec, placement: known } = shaping;
      const allowed = allowedTemplates(context, machine, spec);
      const read = variablesOf(shaping);
      const { variables, placement: before, rebuild } = read;
      if (rebuild === undefined) {
        throw new ConflictError(
          `The files of ${machine.fqdn} are of a time when no machine could be made again: ${variables.path} has no 'rebuild'. Decommission it, and request it again.`,
        );
      }
      if (before.template === '') {
        throw new InputError(
          `Nobody knows which template ${machine.fqdn} was made from: it was adopted. Request another machine, move what is on this one, and decommission it.`,
        );
      }
      const { source, datacenter } = spec;
      const templates = await context.inventory.listTemplates({
        source,
        datacenter,
        providerVersion: pinOf(shaping).provider.version,
      });
      checkNoDataDisks(
        read,
        templates.find(({ uuid }) => uuid === before.template_uuid),
      );
      const seen = await seeMachine(context, shaping);
      await checkNoOtherDisks(context, seen, read);
      const template = chooseTemplate(templates, allowed, read);
      const { id, uuid, name: templateName } = template;
      const place = stayingAt(
        machine.fqdn,
        await context.inventory.placeOf(seen),
        known,
        before,
      );
      return {
        does: told(shaping, template, before),
        interrupts:
          'The machine is away for some minutes, and on afterwards, also if it is off now. Its guest is a new one with new keys of its own.',
        files: [
          writeVariables({
            ...variables,
            values: {
              ...variables.values,
              rebuild: rebuild + 1,
              placement: {
                ...place.variables,
                template_uuid: uuid,
                template: templateName,
              },
            },
          }),
        ],
        placement: place.placement && {
          ...place.placement,
          template: { id, name: templateName, uuid },
        },
      };
    },
  },

  checkPlan: (plan, request) =>
    checkRebuilds(plan, request.directory, variablesOf(request)),

  checkNewPlan: (plan, request, made) =>
    checkRebuildCompletes(plan, request.directory, variablesOf(request), made),

  async settle(context, request) {
    const { name } = request;
    const { madeBy } = await context.machine(request.machineId);
    const machine = await context.lookUntil(
      () => findNew(context, request, madeBy),
      `The inventory of ${
        request.spec.source
      } does not show the new machine ${name} in place of ${
        machineOf(request).id
      } yet, which Terraform has made.`,
    );
    await activateAddresses(context, request);
    await recordMachine(context, request, madeBy);
    return { machine };
  },

  outcome: ({ address, fqdn, terms: { access } }) => ({
    news:
      address &&
      `${signInOf(access, {
        fqdn,
        ...address,
      })}; it identifies itself by new keys.`,
    watchesGuest: true,
  }),
};
