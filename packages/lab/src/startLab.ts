import { join } from 'node:path';
import { startAtlantis } from './atlantis/startAtlantis';
import { loadCertificates } from './certificates/loadCertificates';
import { companyAddresses } from './company/companyAddresses';
import { smallCompany } from './company/smallCompany';
import { startControl } from './control/startControl';
import { loadSecrets } from './credentials/loadSecrets';
import { FaultSwitches } from './faults/FaultSwitches';
import { startForge } from './forge/startForge';
import { Lab, LabOptions } from './Lab';
import { startNetBox } from './netbox/startNetBox';
import { growCompany } from './vcenter/seed/growCompany';
import { startVCenter } from './vcenter/startVCenter';
import { writeLabFile } from './writeLabFile';

const defaultTerraformLineMs = 20;

/**
 * Ends what was started, last first; one that fails does not keep the others up.
 *
 * @throws AggregateError
 */
async function closeAll(closers: (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const close of [...closers].reverse()) {
    try {
      await close();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) {
    throw new AggregateError(errors, 'Not all of the lab could be ended');
  }
}

/**
 * Starts a lab: a vCenter, a NetBox, a Git forge and an Atlantis on the loopback interface, seeded
 * with the same company.
 *
 * @throws Error when NODE_ENV is `production`: a lab is for trying and testing
 * @public
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  if (process.env.NODE_ENV === 'production') {
    throw new Error(
      'The lab is for development and tests and does not start where NODE_ENV is production; configure real peers instead',
    );
  }
  const { directory, ports = {}, pace = {}, backstage } = options;
  const company = options.company ?? smallCompany;
  const faults = new FaultSwitches();
  const common = (peer: 'vcenter' | 'netbox' | 'forge' | 'atlantis') => ({
    company,
    faults,
    port: ports[peer],
    directory: directory && join(directory, peer),
  });
  const closers: (() => Promise<void>)[] = [];
  let closed: Promise<void> | undefined;
  const closing = <T extends { close(): Promise<void> }>(peer: T): T => {
    closers.push(() => peer.close());
    return peer;
  };

  try {
    const secrets = await loadSecrets(directory);
    const vcenter = closing(
      await startVCenter({
        ...common('vcenter'),
        certificates: await loadCertificates(directory),
        password: secrets.vcenterPassword,
        operatorPassword: secrets.vcenterOperatorPassword,
        readerPassword: secrets.vcenterReaderPassword,
        pace,
      }),
    );
    const netbox = closing(
      await startNetBox({
        ...common('netbox'),
        addresses: companyAddresses(company),
        delays: pace.netbox,
        language: options.netboxLanguage,
      }),
    );
    const forge = closing(
      await startForge({
        ...common('forge'),
        token: secrets.forgeToken,
        atlantisToken: secrets.forgeAtlantisToken,
        readOnlyToken: secrets.forgeReadOnlyToken,
        seedDirectory: options.infrastructure,
      }),
    );
    const atlantis = closing(
      await startAtlantis({
        ...common('atlantis'),
        forge,
        machines: vcenter.machines,
        apiSecret: secrets.atlantisApiSecret,
        gate: backstage && {
          url: backstage.url,
          token: backstage.gateToken ?? secrets.gateToken,
        },
        paceMs: pace.terraformLine ?? defaultTerraformLineMs,
      }),
    );
    const control = closing(
      await startControl(faults, {
        port: ports.control,
        grow: machines => growCompany(vcenter.model, company, machines),
      }),
    );
    const lab: Lab = {
      company,
      credentials: {
        vcenter: {
          username: vcenter.username,
          password: vcenter.password,
          operator: vcenter.operator,
          reader: vcenter.reader,
        },
        netbox: {
          token: netbox.token,
          readOnlyToken: netbox.readOnlyToken,
          leastPrivilegeToken: netbox.leastPrivilegeToken,
        },
        forge: {
          token: secrets.forgeToken,
          atlantisToken: secrets.forgeAtlantisToken,
          readOnlyToken: secrets.forgeReadOnlyToken,
        },
        atlantis: { apiSecret: atlantis.apiSecret },
        gateToken: backstage?.gateToken ?? secrets.gateToken,
      },
      vcenter,
      netbox,
      forge: { ...forge, token: secrets.forgeToken },
      atlantis,
      faults,
      control: { url: control.url },
      close: () => (closed ??= closeAll(closers)),
    };
    if (directory) {
      await writeLabFile(lab, directory);
    }
    return lab;
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}
