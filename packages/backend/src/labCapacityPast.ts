import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  addDays,
  CapacityResource,
  Room,
} from '@backlot/plugin-vm-inventory-common';
import {
  CapacityPast,
  vmInventoryCapacityPastExtensionPoint,
} from '@backlot/plugin-vm-inventory-node';

const WEEK = 7;

/**
 * A past of the lab's clusters and datastores, which have none: made up from what is used now, each
 * growing at a pace of its own, with a weekly rhythm.
 */
export function makeUpPast(options: {
  source: string;
  days: number;
}): CapacityPast {
  return {
    origin: 'made up, so that the lab has a past',
    daysOf: async ({ source, id }, today) =>
      source === options.source
        ? Array.from({ length: options.days }, (_, index) => ({
            day: addDays(today.day, -1 - index),
            rooms: Object.fromEntries(
              Object.entries(today.rooms).map(([resource, room]) => [
                resource,
                earlier(room, paceOf(id, resource as CapacityResource), index),
              ]),
            ),
          }))
        : [],
  };
}

/** From a slow fall to a rise of 0.5 % a day. */
function paceOf(id: string, resource: CapacityResource): number {
  const sum = [...id, ...resource].reduce(
    (all, letter) => (all * 31 + letter.charCodeAt(0)) % 1009,
    7,
  );
  return (sum % 7) / 1000 - 0.001;
}

function earlier(room: Room, pace: number, daysAgo: number): Room {
  const trend = 1 / (1 + Math.max(pace, -0.9 / (daysAgo + 1)) * (daysAgo + 1));
  const rhythm = 1 + 0.01 * Math.sin((2 * Math.PI * daysAgo) / WEEK);
  const used = Math.min(room.allowed, Math.round(room.used * trend * rhythm));
  return { ...room, used, reserved: 0, free: room.allowed - used };
}

/** Gives the lab a past, where the configuration asks for it; for development only. */
export default createBackendModule({
  pluginId: 'vm-inventory',
  moduleId: 'lab-capacity-past',
  register: reg =>
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        capacityPast: vmInventoryCapacityPastExtensionPoint,
      },
      init: async ({ config, capacityPast }) => {
        const wanted = config.getOptionalConfig('vmInventory.labCapacityPast');
        if (wanted) {
          capacityPast.setPast(
            makeUpPast({
              source: wanted.getString('source'),
              days: wanted.getNumber('days'),
            }),
          );
        }
      },
    }),
});
