import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { ProjectLocks } from '../locks/ProjectLocks';
import { jobPage } from './jobPage';

/** What an Atlantis says of its version. */
const VERSION = '0.47.1 (commit: backlot-lab) (build date: unknown)';

/**
 * Health, locks by their id, and the page of a job.
 *
 * @internal
 */
export function createPagesRouter(locks: ProjectLocks): Router {
  const router = PromiseRouter();

  router.get(['/healthz', '/readyz'], async (_request, response) => {
    response.json({ status: 'ok' });
  });

  router.get('/status', async (_request, response) => {
    response.json({
      shutting_down: false,
      in_progress_operations: 0,
      version: VERSION,
    });
  });

  router.delete('/locks', async (request, response) => {
    const id = String(request.query.id ?? '');
    response.type('text/plain');
    if (!id) {
      response.status(400).send('No lock id in request\n');
    } else if (locks.release(id)) {
      response.send(`Deleted lock id '${id}'\n`);
    } else {
      response.status(404).send(`No lock found at id '${id}'\n`);
    }
  });

  router.get('/jobs/:id', async (request, response) => {
    response.type('html').send(jobPage(request.params.id));
  });

  return router;
}
