import { audited, parseInput } from '@backlot/backend-common';
import { vmRequestCreatePermission } from '@backlot/plugin-vm-requests-common';
import { Request, Response } from 'express';
import { z } from 'zod';
import { openOnce, SentOnce } from '../batches/openOnce';
import { Idempotency, StoredBatch } from '../database/StoredBatch';
import { LedgerContext } from '../ledger/LedgerContext';
import { answerBatch } from './answerBatch';
import { requireOwnHand } from './personOf';
import { PageOptions } from './RouterOptions';

/** Has a person ask for several requests at once, and answers their batch. */
export function openBatch<Asked extends SentOnce>(
  options: PageOptions,
  schema: z.ZodType<Asked>,
  open: (
    ledger: LedgerContext,
    asked: Asked,
    requestedBy: string,
    idempotency?: Idempotency,
  ) => Promise<StoredBatch>,
) {
  const { ledger, access, httpAuth, auditor } = options;
  return async (req: Request, res: Response): Promise<void> => {
    const { credentials, id } = await audited(
      auditor,
      { eventId: 'batch-open', severityLevel: 'medium', request: req },
      async meta => {
        const caller = await httpAuth.credentials(req, { allow: ['user'] });
        requireOwnHand(caller);
        await access.require(vmRequestCreatePermission, caller);
        const asked = parseInput(schema, req.body);
        const { userEntityRef } = caller.principal;
        const batch = await openOnce(
          ledger,
          asked,
          userEntityRef,
          idempotency => open(ledger, asked, userEntityRef, idempotency),
        );
        Object.assign(meta, { batch: batch.id, operation: batch.kind });
        return { credentials: caller, id: batch.id };
      },
    );
    res.status(201).json(await answerBatch(options, credentials, id));
  };
}
