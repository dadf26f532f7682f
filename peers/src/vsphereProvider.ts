import { basename, join, resolve } from 'node:path';
import { InputError } from '@backstage/errors';
import { binFolder } from './locations';

/**
 * A version of the vSphere provider, and the program that is it.
 *
 * @public
 */
export interface VsphereProvider {
  /** E.g. `1.26.0`. */
  version: string;
  /** Path of the program. */
  file: string;
}

/** The one that `buildPeers` builds. */
export const builtProvider: VsphereProvider = {
  version: '1.26.0',
  file: join(binFolder, 'terraform-provider-vsphere'),
};

/**
 * The provider that the tests run with: that of `BACKLOT_VSPHERE_PROVIDER`, a path that ends with the
 * name by which it is released, `terraform-provider-vsphere_v2.16.1_x5`; else the one that is built.
 *
 * @throws InputError when that name tells no version
 * @public
 */
export function vsphereProvider(
  environment: NodeJS.ProcessEnv = process.env,
): VsphereProvider {
  const given = environment.BACKLOT_VSPHERE_PROVIDER;
  if (!given) {
    return builtProvider;
  }
  const [, version] =
    /^terraform-provider-vsphere_v(\d+\.\d+\.\d+)(?:_x\d+)?$/.exec(
      basename(given),
    ) ?? [];
  if (!version) {
    throw new InputError(
      `BACKLOT_VSPHERE_PROVIDER is ${given}, whose name tells no version: name the program as it is released, such as terraform-provider-vsphere_v2.16.1_x5`,
    );
  }
  return { version, file: resolve(given) };
}
