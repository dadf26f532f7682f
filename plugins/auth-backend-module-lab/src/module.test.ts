import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { LAB_PERSON_HEADER } from './authenticator';
import authModuleLab from './index';

const config = {
  app: { baseUrl: 'http://localhost:3000' },
  auth: {
    providers: {
      lab: {
        people: [
          {
            name: 'anna.weber',
            displayName: 'Anna Weber',
            email: 'anna.weber@acme.example',
            role: 'Developer',
          },
        ],
      },
    },
  },
};

const catalog = catalogServiceMock.factory({
  entities: [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: { name: 'anna.weber', namespace: 'default' },
      spec: { memberOf: ['team-payments'] },
      relations: [
        { type: 'memberOf', targetRef: 'group:default/team-payments' },
      ],
    },
  ],
});

function start() {
  return startTestBackend({
    features: [
      authPlugin,
      authModuleLab,
      catalog,
      mockServices.rootConfig.factory({ data: config }),
      mockServices.database.factory(),
    ],
  });
}

describe('authModuleLab', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('signs in as the person that was chosen, with their groups', async () => {
    const { server } = await start();

    const response = await request(server)
      .get('/api/auth/lab/refresh')
      .set(LAB_PERSON_HEADER, 'anna.weber');

    expect(response.status).toBe(200);
    expect(response.body.profile.displayName).toBe('Anna Weber');
    expect(response.body.backstageIdentity.identity).toMatchObject({
      userEntityRef: 'user:default/anna.weber',
      ownershipEntityRefs: expect.arrayContaining([
        'group:default/team-payments',
      ]),
    });
  });

  it('names the people that there are when asked for another', async () => {
    const { server } = await start();

    const response = await request(server)
      .get('/api/auth/lab/refresh')
      .set(LAB_PERSON_HEADER, 'mallory');

    expect(response.status).toBe(400);
    expect(response.body.error.message).toContain('anna.weber');
  });

  it('is refused by a production backend', async () => {
    jest.replaceProperty(process, 'env', {
      ...process.env,
      NODE_ENV: 'production',
    });

    await expect(start()).rejects.toThrow(/production backend/);
  });
});
