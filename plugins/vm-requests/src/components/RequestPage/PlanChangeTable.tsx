import { PlanChange } from '@backlot/plugin-vm-requests-common';
import { decodeGuestinfo } from './decodeGuestinfo';
import { flattenValues } from './flattenValues';
import styles from './PlanCard.module.css';

const verbs: Record<string, string> = {
  create: 'will be created',
  update: 'will be changed',
  delete: 'will be destroyed',
  forget: 'will be forgotten',
  read: 'will be read',
  'no-op': 'stays as it is',
};

/** What would happen to one resource, value by value. */
export const PlanChangeTable = ({ change }: { change: PlanChange }) => {
  const replaced =
    change.actions.includes('create') && change.actions.includes('delete');
  const [action] = replaced ? ['delete'] : change.actions;
  const after = decodeGuestinfo(flattenValues(change.after));
  const before = decodeGuestinfo(flattenValues(change.before));
  const isUpdate = change.actions.includes('update');
  return (
    <details
      open
      className={`${styles.change} ${styles[action] ?? ''}`}
      data-action={change.actions.join('+')}
    >
      <summary>
        <strong>{change.address}</strong>{' '}
        {replaced ? 'will be destroyed and created anew' : verbs[action]}
        {change.id ? ` (${change.id})` : ''}
      </summary>
      <table className={styles.values}>
        <tbody>
          {[...after].map(([path, value]) => (
            <tr key={path}>
              <th scope="row">{path}</th>
              <td>
                {isUpdate && before.has(path) && (
                  <>
                    <span className={styles.before}>{before.get(path)}</span>
                    {' → '}
                  </>
                )}
                {value}
              </td>
            </tr>
          ))}
          {change.unknown.length > 0 && (
            <tr>
              <th scope="row">known after apply</th>
              <td>{change.unknown.join(', ')}</td>
            </tr>
          )}
        </tbody>
      </table>
    </details>
  );
};
