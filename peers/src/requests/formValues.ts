import { FormValues } from './PlatformApi';
import { simulatorCompany } from './simulatorCompany';

/** What somebody fills in who wants the smallest machine. */
export function formValues(
  name: string,
  environment: FormValues['environment'],
  changes: Partial<FormValues> = {},
): FormValues {
  const network = simulatorCompany.networks.find(
    candidate => candidate.environment === environment,
  )!;
  return {
    name,
    environment,
    size: 'tiny',
    place: { source: 'lab', datacenter: network.datacenter },
    network: network.name,
    template: 'rhel9-2026.11',
    owner: 'group:default/team-payments',
    sshPublicKeys: [
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBERERERERERERERERERERERERERERERERERERERERER anna@laptop',
    ],
    purpose: 'Shop',
    ...changes,
  };
}
