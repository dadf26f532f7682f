import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import { userInfoServiceFactory } from '@backstage/backend-defaults/userInfo';
import { BackendFeature } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import authModuleLab, {
  LAB_PERSON_HEADER,
} from '@backlot/plugin-auth-backend-module-lab';
import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import request from 'supertest';
import examplePolicy from '../permissionPolicy';

/** Who is who, by the group that they are in. */
export const people = {
  anna: 'team-payments',
  jonas: 'team-search',
  priya: 'vm-approvers',
  marta: 'platform-team',
};

/** One of them. */
export type Person = keyof typeof people;

/** Atlantis' token, restricted as docs/connect.md shows. */
export const gateToken = 'atlantis-gate-token-of-the-tests';

function userEntity(name: string, group: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { memberOf: [group] },
    relations: [{ type: 'memberOf', targetRef: `group:default/${group}` }],
  };
}

const config: JsonObject = {
  app: { baseUrl: 'http://localhost:3000' },
  permission: { enabled: true },
  backend: {
    auth: {
      externalAccess: [
        {
          type: 'static',
          options: { token: gateToken, subject: 'atlantis-gate' },
          accessRestrictions: [
            { plugin: 'vm-requests', permission: 'vm-requests.gate.use' },
          ],
        },
      ],
    },
  },
  auth: {
    providers: {
      lab: {
        people: Object.keys(people).map(name => ({
          name,
          displayName: name,
          email: `${name}@acme.example`,
          role: 'Person',
        })),
      },
    },
  },
};

/**
 * A backend with Backstage's own sign-in, tokens and permissions, and the example policy: what it
 * answers is what a company's backend answers.
 */
export async function startCompany(options: {
  features: BackendFeature[];
  entities?: Entity[];
  config?: JsonObject;
}) {
  const backend = await startTestBackend({
    features: [
      mockServices.rootConfig.factory({
        data: { ...config, ...options.config },
      }),
      mockServices.database.factory(),
      authServiceFactory,
      httpAuthServiceFactory,
      userInfoServiceFactory,
      permissionsServiceFactory,
      authPlugin,
      authModuleLab,
      permissionPlugin,
      examplePolicy,
      catalogServiceMock.factory({
        entities: [
          ...Object.entries(people).map(([name, group]) =>
            userEntity(name, group),
          ),
          ...(options.entities ?? []),
        ],
      }),
      ...options.features,
    ],
  });

  async function signIn(name: string): Promise<string> {
    const { body } = await request(backend.server)
      .get('/api/auth/lab/refresh')
      .set(LAB_PERSON_HEADER, name)
      .expect(200);
    return body.backstageIdentity.token;
  }

  const callAs = (token: string) => ({
    get: (path: string) =>
      request(backend.server)
        .get(`/api${path}`)
        .set('authorization', `Bearer ${token}`),
    post: (path: string, body: object = {}) =>
      request(backend.server)
        .post(`/api${path}`)
        .set('authorization', `Bearer ${token}`)
        .send(body),
  });

  const tokens = await Promise.all(
    Object.keys(people).map(async name => [name, await signIn(name)] as const),
  );
  const as = {
    ...(Object.fromEntries(
      tokens.map(([name, token]) => [name, callAs(token)]),
    ) as Record<Person, ReturnType<typeof callAs>>),
    gate: callAs(gateToken),
  };
  return { as, stop: () => backend.stop() };
}

/** Somebody who calls the API. */
export type Caller = keyof Awaited<ReturnType<typeof startCompany>>['as'];
