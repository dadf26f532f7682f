import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import express from 'express';
import { generateKeyPairSync, sign } from 'node:crypto';

const LIFETIME_S = 3600;

/**
 * As much of the auth plugin as it takes to sign a user in: tokens with proof of identity, and the
 * key to verify them with.
 *
 * @internal
 */
export function createAuthPlugin() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  const kid = 'test';
  const encode = (part: object) =>
    Buffer.from(JSON.stringify(part)).toString('base64url');
  const signature = (content: string) =>
    sign('sha256', Buffer.from(content), {
      key: privateKey,
      dsaEncoding: 'ieee-p1363',
    }).toString('base64url');

  const tokenFor = (userEntityRef: string): string => {
    const iat = Math.floor(Date.now() / 1000);
    const claims = { sub: userEntityRef, iat, exp: iat + LIFETIME_S };
    const header = { alg: 'ES256', kid };
    const limited = [
      encode({ typ: 'vnd.backstage.limited-user', ...header }),
      encode(claims),
    ].join('.');
    const full = [
      encode({ typ: 'vnd.backstage.user', ...header }),
      encode({ ...claims, ent: [userEntityRef], uip: signature(limited) }),
    ].join('.');
    return `${full}.${signature(full)}`;
  };

  const plugin = createBackendPlugin({
    pluginId: 'auth',
    register: env =>
      env.registerInit({
        deps: { http: coreServices.httpRouter },
        init: async ({ http }) => {
          const keys = [
            { ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256' },
          ];
          const router = express.Router();
          router.get('/.well-known/jwks.json', (_req, res) => {
            res.json({ keys });
          });
          http.use(router);
          http.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
        },
      }),
  });
  return { plugin, tokenFor };
}
