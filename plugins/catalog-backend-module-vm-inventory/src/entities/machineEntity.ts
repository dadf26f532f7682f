import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  EntityLink,
  ResourceEntity,
} from '@backstage/catalog-model';
import {
  ANNOTATION_INSTANCE_UUID,
  ANNOTATION_REQUEST,
  ANNOTATION_SOURCE,
  ENTITY_TYPE_VIRTUAL_MACHINE,
  Machine,
} from '@backlot/plugin-vm-inventory-common';
import {
  machineEntityName,
  MachineOwnership,
} from '@backlot/plugin-vm-inventory-node';
import { LINK_WORDS, MachineEntityConfig } from '../config/machineEntityConfig';

const LINK_WORD = new RegExp(`\\$\\{(${LINK_WORDS.join('|')})\\}`, 'g');

/**
 * A machine as a catalog entity. Only what stays while the machine runs is in it: power, host and
 * address change too often for a catalog, and pages read them live.
 *
 * @internal
 */
export function machineEntity(
  machine: Machine & { instanceUuid: string },
  { owner, request, description, links: ownLinks = [] }: MachineOwnership,
  config: MachineEntityConfig,
): ResourceEntity {
  const { source, instanceUuid } = machine;
  const location = `vm-inventory:${source}/${instanceUuid}`;
  const links = [
    ...config.links.flatMap(link => machineLink(link, { ...machine, request })),
    ...ownLinks,
  ];
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: machineEntityName(source, instanceUuid),
      namespace: config.namespace,
      title: titleOf(machine),
      ...(description !== undefined && { description }),
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        [ANNOTATION_SOURCE]: source,
        [ANNOTATION_INSTANCE_UUID]: instanceUuid,
        ...(request !== undefined && { [ANNOTATION_REQUEST]: request }),
      },
      ...(links.length > 0 && { links }),
    },
    spec: {
      type: ENTITY_TYPE_VIRTUAL_MACHINE,
      owner: owner ?? config.defaultOwner,
      ...(config.system !== undefined && { system: config.system }),
    },
  };
}

/** The machine's name without what no line of text can show; its id when nothing is left. */
function titleOf({ name, id }: Machine): string {
  return (
    wellFormed(name)
      .replace(/\p{Cc}+/gu, ' ')
      .trim() || id
  );
}

/** The link with the machine's own words in it; none when it lacks one of them. */
function machineLink(
  link: MachineEntityConfig['links'][number],
  words: Record<string, unknown>,
): EntityLink[] {
  let complete = true;
  const url = link.url.replace(LINK_WORD, (_, word: string) => {
    const value = words[word];
    complete &&= typeof value === 'string';
    return encodeURIComponent(wellFormed(String(value)));
  });
  return complete ? [{ ...link, url }] : [];
}

/** Half of a surrogate pair makes encodeURIComponent throw. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}
