import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import express, { ErrorRequestHandler } from 'express';
import Router from 'express-promise-router';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import {
  FaultSwitches,
  faultKinds,
  labPeerNames,
} from '../faults/FaultSwitches';

const peerSchema = z.enum(labPeerNames);
const kindSchema = z.enum(faultKinds);
const faultSchema = z.strictObject({
  peer: peerSchema,
  kind: kindSchema,
  times: z.int().positive().optional(),
  delayMs: z.int().positive().optional(),
  path: z.string().optional(),
});
const growthSchema = z.strictObject({ machines: z.int().max(1_000_000) });
const selectionSchema = z.strictObject({
  peer: peerSchema.optional(),
  kind: kindSchema.optional(),
});

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new InputError(z.prettifyError(result.error));
  }
  return result.data;
}

const answerError: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = error instanceof InputError ? 400 : error.status ?? 500;
  response
    .status(status)
    .json({ error: { name: error.name, message: error.message } });
};

/** Where the lab is controlled. */
export interface LabControl {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `/faults` on the loopback interface: GET lists the faults that are on, POST switches one
 * on, DELETE switches off all, or those of `?peer=` and `?kind=`. POST to `/growth` has the company
 * run more machines. It takes JSON only, which keeps other web pages in the same browser from
 * switching anything.
 *
 * @internal
 */
export async function startControl(
  faults: FaultSwitches,
  options: { port?: number; grow?: (machines: number) => Promise<void> } = {},
): Promise<LabControl> {
  const { port = 0, grow } = options;
  const router = Router();
  router.use(express.json());
  router.get('/faults', (_request, response) => {
    response.json({ faults: faults.list() });
  });
  router.post('/faults', (request, response) => {
    if (!request.is('application/json')) {
      throw new InputError('Send the fault as application/json');
    }
    faults.switchOn(parse(faultSchema, request.body));
    response.status(201).json({ faults: faults.list() });
  });
  router.delete('/faults', (request, response) => {
    const { peer, kind } = parse(selectionSchema, request.query);
    faults.switchOff(peer, kind);
    response.status(204).end();
  });
  router.post('/growth', async (request, response) => {
    if (!request.is('application/json')) {
      throw new InputError('Send the growth as application/json');
    }
    const { machines } = parse(growthSchema, request.body);
    await grow?.(machines);
    response.status(201).json({ machines });
  });
  const app = express().disable('x-powered-by');
  app.use(router);
  app.use(answerError);
  const server = createServer(app);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
