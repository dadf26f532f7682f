import { wait } from '../delays';
import { objectTypes } from '../models/objectTypes';
import { View } from './NetBoxRequest';

const version = '4.6.8';
const allow = 'GET, HEAD, OPTIONS';

/** What the recorded server answered of itself. */
const statusBody = {
  'django-version': '6.0.8',
  hostname: 'vm',
  installed_apps: {
    django_filters: '26.1',
    django_prometheus: '2.4.0',
    django_rq: '4.1.1',
    django_tables2: '2.8.0',
    drf_spectacular: '0.30.0',
    drf_spectacular_sidecar: '2026.8.1',
    mptt: '0.18.0',
    rest_framework: '3.17.1',
    social_django: '5.9.0',
    taggit: '6.1.0',
    timezone_field: '7.2.2',
  },
  'netbox-version': version,
  'netbox-full-version': version,
  plugins: {},
  'python-version': '3.12.1',
  'rq-workers-running': 0,
};

/** @internal */
export const statusView: View = {
  path: /^\/api\/status\/$/,
  allow,
  handlers: {
    async GET(request) {
      await wait(request.delays.read);
      return { status: 200, body: statusBody };
    },
  },
};

/** @internal */
export const authenticationCheckView: View = {
  path: /^\/api\/authentication-check\/$/,
  allow,
  handlers: {
    async GET(request) {
      await wait(request.delays.read);
      const { id, username } = request.login.account;
      return {
        status: 200,
        body: {
          id,
          url: request.url(`/api/users/users/${id}/`),
          display_url: request.url(`/users/users/${id}/`),
          display: username,
          username,
        },
      };
    },
  },
};

/** @internal */
export const objectTypesView: View = {
  path: /^\/api\/core\/object-types\/$/,
  allow,
  handlers: {
    async GET(request) {
      await wait(request.delays.read);
      const { query } = request;
      const results = objectTypes
        .map((type, index) => {
          const [app, model] = type.split('.');
          return {
            id: index + 1,
            url: request.url(`/api/core/object-types/${index + 1}/`),
            display: type,
            app_label: app,
            model,
          };
        })
        .filter(
          type =>
            (query.get('app_label') ?? type.app_label) === type.app_label &&
            (query.get('model') ?? type.model) === type.model,
        );
      return {
        status: 200,
        body: { count: results.length, next: null, previous: null, results },
      };
    },
  },
};
