import request from 'supertest';
import { mockCredentials } from '@backstage/backend-test-utils';
import { startRouter } from '../__testUtils__/startRouter';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

describe('previews over HTTP', () => {
  const database = useDatabase();
  let stop: () => Promise<void>;

  afterEach(() => stop());

  async function preview(templateRef: unknown) {
    const started = await startRouter(new World(database()), {
      preview: { files: [], problems: [] },
    });
    stop = started.stop;
    return request(started.server)
      .post('/api/vm-requests/v1/previews')
      .set('authorization', mockCredentials.user.header())
      .send({ templateRef, values: {} });
  }

  it.each([['template:default/rhel9-vm'], ['default/rhel9-vm'], ['rhel9-vm']])(
    'take the template %j',
    async templateRef => {
      expect((await preview(templateRef)).status).toBe(200);
    },
  );

  it.each([[''], ['template:default/'], [':/'], [7], [null]])(
    'refuse the template %j by the name of its field',
    async templateRef => {
      const { status, body } = await preview(templateRef);
      expect(status).toBe(400);
      expect(body.error.message).toMatch(/at templateRef/);
    },
  );
});
