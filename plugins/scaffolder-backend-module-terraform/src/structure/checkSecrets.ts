import { Body, constantValue } from '@backlot/hcl';
import { JsonValue } from '@backstage/types';
import { Problem, problemAt } from './Problem';
import {
  blocksOf,
  settingsOf,
  SourceFile,
  TerraformModule,
} from './TerraformModule';

/** Arguments of Terraform's backends and providers that hold secrets. */
const SECRET_ARGUMENTS = [
  'access_key',
  'access_token',
  'client_certificate_password',
  'client_key',
  'client_key_data',
  'client_key_pem',
  'client_private_key_pem',
  'client_secret',
  'credentials',
  'customer_key',
  'encryption_key',
  'http_auth',
  'impersonate_token',
  'oidc_request_token',
  'oidc_token',
  'passphrase',
  'password',
  'private_key',
  'sas_token',
  'secret_id',
  'secret_key',
  'security_token',
  'sse_customer_key',
  'token',
  'web_identity_token',
];

/**
 * The path of the first secret in an argument of a backend or provider; undefined when there is
 * none. URLs and connection strings with a password in them are secrets too.
 *
 * @internal
 */
export function findSecret(
  name: string,
  value: JsonValue | undefined,
): string | undefined {
  if (value === null || value === undefined || value === '') {
    return undefined;
  }
  if (SECRET_ARGUMENTS.includes(name)) {
    return name;
  }
  if (typeof value === 'string') {
    const isSecret =
      /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*:[^/?#]*@/i.test(value) ||
      /(?:^|[\s?&;])password\s*=/i.test(value) ||
      value.includes('PRIVATE KEY-----');
    return isSecret ? name : undefined;
  }
  if (typeof value !== 'object') {
    return undefined;
  }
  for (const [key, item] of Object.entries(value)) {
    const found = findSecret(key, item);
    if (found) {
      return `${name}.${found}`;
    }
  }
  return undefined;
}

/**
 * Secrets that are written out in backend and provider blocks: what is rendered is committed.
 *
 * @internal
 */
export function checkSecrets(module: TerraformModule): Problem[] {
  return [
    ...settingsOf(module, 'backend'),
    ...blocksOf(module, 'provider'),
  ].flatMap(({ file, block }) =>
    checkBody(file, block.body, `${block.type} "${block.labels[0]?.text}"`),
  );
}

function checkBody(file: SourceFile, body: Body, of: string): Problem[] {
  return [
    ...body.attributes.flatMap(({ name, value, start }) => {
      const secret = findSecret(name, constantValue(value));
      return secret
        ? [
            problemAt(
              file,
              start,
              `${secret} of ${of} is a secret and would be committed`,
              "remove it, and give it to Terraform in Atlantis' environment",
            ),
          ]
        : [];
    }),
    ...body.blocks.flatMap(block => checkBody(file, block.body, of)),
  ];
}
