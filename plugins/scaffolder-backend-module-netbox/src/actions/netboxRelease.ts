import { audited, eventOfTask } from '@backlot/backend-common';
import { AuditorService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { NetBoxService } from '@backlot/netbox-client';
import { examples } from './netboxRelease.examples';

/**
 * Creates the action `netbox:release`, which gives an allocated address back to NetBox. It acts only
 * on keys that the configuration allows: a template's author could otherwise release the address of
 * any machine.
 *
 * @param options - `allowedKeys`: a key must match one of these from beginning to end
 * @public
 */
export function createNetBoxReleaseAction(options: {
  netbox: NetBoxService;
  auditor: AuditorService;
  allowedKeys: RegExp[];
}) {
  const { netbox, auditor, allowedKeys } = options;
  return createTemplateAction({
    id: 'netbox:release',
    description:
      'Releases an address that netbox:allocate allocated. Acts only on keys that netbox.release.allowedKeys allows.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        key: z => z.string().describe('Key of the allocation'),
        address: z =>
          z
            .string()
            .optional()
            .describe(
              'The address that the key is expected to have; nothing is released if it has another',
            ),
      },
      output: {
        outcome: z =>
          z
            .enum(['released', 'gone', 'kept'])
            .describe(
              'released: the address is free again; gone: no address had the key; kept: dry run',
            ),
      },
    },
    async handler(ctx) {
      const { logger, signal } = ctx;
      const { key, address } = ctx.input;
      if (!allowedKeys.some(allowed => allowed.test(key))) {
        throw new NotAllowedError(
          `netbox:release may not release ${key}: none of netbox.release.allowedKeys in the configuration matches it`,
        );
      }

      if (ctx.isDryRun) {
        const found = await netbox.findByKey(key, { signal });
        logger.info(
          found
            ? `Dry run: ${found.cidr} of ${key} would be released`
            : `Dry run: no address has the key ${key}`,
        );
        ctx.output('outcome', found ? 'kept' : 'gone');
        return;
      }

      logger.info(`Releasing the address of ${key}`);
      const outcome = await ctx.checkpoint({
        key: `netbox.release.${key}`,
        fn: () =>
          audited(
            auditor,
            eventOfTask(ctx, { eventId: 'netbox-release', meta: { key } }),
            () => netbox.release({ key, address }, { signal }),
          ),
      });
      logger.info(
        outcome === 'gone'
          ? `No address had the key ${key}`
          : `Released the address of ${key}`,
      );
      ctx.output('outcome', outcome);
    },
  });
}
