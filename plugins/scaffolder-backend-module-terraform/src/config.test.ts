import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { mergeRequirements, readTerraformRenderConfig } from './config';

function read(terraformRender: JsonObject) {
  return readTerraformRenderConfig(new ConfigReader({ terraformRender }));
}

const lockFile = `provider "registry.terraform.io/x/a" {
  version = "1.2.3"
  hashes  = ["h1:a"]
}`;

describe('readTerraformRenderConfig', () => {
  it('demands nothing where nothing is configured', () => {
    expect(readTerraformRenderConfig(new ConfigReader({}))).toEqual({
      providers: {},
    });
  });

  it.each([
    ['s3', { key: '{directory}/terraform.tfstate' }],
    ['azurerm', { key: '{directory}/terraform.tfstate' }],
    ['gcs', { prefix: '{directory}' }],
    ['consul', { path: '{directory}' }],
    ['pg', { schema_name: '{slug}' }],
    ['kubernetes', { secret_suffix: '{slug}' }],
  ])('gives %s a key for each machine', (type, config) => {
    expect(read({ backend: { type } }).backend).toEqual({ type, config });
  });

  it('keeps the key that is configured', () => {
    const config = { bucket: 'state', key: 'acme/{slug}' };
    expect(read({ backend: { type: 's3', config } }).backend?.config).toEqual(
      config,
    );
  });

  it.each<[string, JsonObject, RegExp]>([
    [
      's3',
      { key: 'state' },
      /would keep all machines in one state: write \{directory\} or \{slug\} into key/,
    ],
    [
      'http',
      { address: 'https://s/{slug}', lock_address: 'https://s/l' },
      /would keep all machines in one state/,
    ],
    ['http', {}, /would keep all machines in one state/],
    ['other', {}, /into the argument that names the state/],
    ['local', { path: 'state/{slug}' }, /write an absolute path/],
    ['s3', { secret_key: 'x' }, /config\.secret_key is a secret/],
    [
      's3',
      { assume_role: { token: 'x' } },
      /config\.assume_role\.token is a secret/,
    ],
    ['azurerm', { access_key: 'x' }, /config\.access_key is a secret/],
    ['pg', { conn_str: 'postgres://u:p@h/d' }, /config\.conn_str is a secret/],
    ['pg', { conn_str: 'host=h password=p' }, /config\.conn_str is a secret/],
    [
      'http',
      { address: 'https://s/{slug}', password: 'p' },
      /config\.password is a secret/,
    ],
    ['gcs', { credentials: '{}' }, /config\.credentials is a secret/],
    ['s3"', {}, /backend\.type: write the name of a backend/],
    ['s3', { 'a b': 1 }, /terraformRender\.backend\.config\.a b/],
  ])('refuses %s with %j', (type, config, message) => {
    expect(() => read({ backend: { type, config } })).toThrow(message);
  });

  it('takes a lock file that names the providers', () => {
    const providers = { a: { source: 'x/a', version: '= 1.2.3' } };
    expect(read({ providers, lockFile }).lockFile).toBe(`${lockFile}\n`);
  });

  it.each<[JsonObject, RegExp]>([
    [
      { lockFile, providers: { a: { source: 'x/a', version: '1.2.4' } } },
      /terraformRender\.lockFile:1:1 the lock file has version 1\.2\.3 of registry\.terraform\.io\/x\/a, and the pinned one is 1\.2\.4/,
    ],
    [
      { lockFile, providers: { b: { source: 'x/b' } } },
      /the lock file does not name registry\.terraform\.io\/x\/b/,
    ],
    [{ lockFile: '{' }, /terraformRender\.lockFile:1:1/],
    [{ requiredVerison: '1' }, /requiredVerison/],
    [{ requiredVersion: 1 }, /terraformRender\.requiredVersion/],
    [{ requiredVersion: 'new' }, /write a version constraint/],
    [{ providers: { 'a b': { source: 'a/b' } } }, /providers\.a b/],
    [
      { providers: { a: { source: 'a' } } },
      /providers\.a\.source: write namespace\/name/,
    ],
  ])('names what is wrong in %j', (config, message) => {
    expect(() => read(config)).toThrow(message);
  });
});

describe('mergeRequirements', () => {
  const config = read({
    requiredVersion: '>= 1.5, < 2',
    providers: { a: { source: 'x/a' }, b: { source: 'x/b' } },
    backend: { type: 'pg' },
  });

  it('takes the configuration where the step says nothing', () => {
    expect(mergeRequirements(config, undefined)).toEqual({
      ...config,
      backendType: 'pg',
    });
  });

  it('takes what the step says', () => {
    expect(
      mergeRequirements(config, {
        terraformVersion: '~> 1.9.0',
        providers: { b: { source: 'y/b' } },
        backend: 's3',
        lockFile,
      }),
    ).toEqual({
      requiredVersion: '~> 1.9.0',
      providers: { a: { source: 'x/a' }, b: { source: 'y/b' } },
      backendType: 's3',
      lockFile: `${lockFile}\n`,
    });
  });

  it('takes the backend that the step names, and no other', () => {
    const several = read({
      backend: { type: 'pg' },
      backends: { payments: { type: 's3', config: { bucket: 'payments' } } },
    });

    expect(mergeRequirements(several, undefined, 'payments').backend).toEqual({
      type: 's3',
      config: { key: '{directory}/terraform.tfstate', bucket: 'payments' },
    });
    expect(mergeRequirements(several, undefined).backend?.type).toBe('pg');
    expect(() => mergeRequirements(several, undefined, 'search')).toThrow(
      'add terraformRender.backends.search to the configuration',
    );
  });

  it('names the backend of several that would keep all machines in one state', () => {
    expect(() =>
      read({ backends: { payments: { type: 's3', config: { key: 'one' } } } }),
    ).toThrow('terraformRender.backends.payments.config would keep all');
  });

  it.each(['Payments', 'pay_ments', 'payments-'])(
    'refuses the name %p of a backend, as of all that has one',
    name => {
      expect(() => read({ backends: { [name]: { type: 's3' } } })).toThrow(
        `terraformRender.backends.${name}`,
      );
    },
  );

  it.each([
    [{ terraformVersion: '1.5"\n}' }, /require\.terraformVersion/],
    [{ terraformVersion: '>= 1.5,' }, /require\.terraformVersion/],
    [{ providers: { 'a = {}': { source: 'x/a' } } }, /require\.providers/],
    [
      { providers: { a: { source: '${a}/b' } } },
      /require\.providers\.a\.source/,
    ],
  ])('refuses %j', (step, message) => {
    expect(() => mergeRequirements(config, step)).toThrow(message);
  });
});
