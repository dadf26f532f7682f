import { PlanChange } from '@backlot/plugin-vm-requests-common';
import { PlanFact, PlanTable } from './PlanTable';
import { pathText, valueText } from './planRows';
import { changeWords, importWords, reasonWords } from './planWords';

function factsOf(change: PlanChange, deferral: string | undefined): PlanFact[] {
  const { id, identity, newIdentity, importing, replacePaths } = change;
  return [
    ['left to a later plan because', deferral && reasonWords(deferral)],
    ['moved from', change.previousAddress],
    ['imported by', importing && importWords(importing)],
    ['because', change.reason && reasonWords(change.reason)],
    ['cannot be changed in place', replacePaths.map(pathText).join(', ')],
    ['left by an interrupted replacement', change.deposed],
    ['object', id === undefined ? undefined : valueText(id)],
    ['identity', identity === undefined ? undefined : valueText(identity)],
    [
      'identity from then on',
      newIdentity === undefined ? undefined : valueText(newIdentity),
    ],
    ['provider', change.provider],
    ['generated configuration', change.generatedConfig],
  ];
}

/** What would happen to one resource, value by value. */
export const PlanChangeTable = (props: {
  change: PlanChange;
  /** Why it is left to a later plan. */
  deferral?: string;
}) => {
  const { change, deferral } = props;
  const { actions } = change;
  return (
    <PlanTable
      name={change.address}
      words={
        deferral
          ? `${changeWords(change)}, by a later plan`
          : changeWords(change)
      }
      facts={factsOf(change, deferral)}
      values={change.values}
      whole="all of it"
      action={
        actions.find(action => action === 'delete' || action === 'forget') ??
        actions[0]
      }
    />
  );
};
