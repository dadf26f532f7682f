import { ConfiguredVersions } from '../../database/RequestStore';
import { LedgerSettings } from '../../ledger/LedgerSettings';

/** What configuration names for new machines of each blueprint. */
export function configuredVersions({
  blueprints,
}: Pick<LedgerSettings, 'blueprints'>): ConfiguredVersions[] {
  return Object.entries(blueprints).map(
    ([
      blueprint,
      {
        terraform: { moduleSource, provider },
      },
    ]) => ({
      blueprint,
      module: moduleSource,
      provider: provider.version,
    }),
  );
}
