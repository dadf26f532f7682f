import { Text } from '@backstage/ui';
import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { InfoCard } from '@backlot/ui-common';
import { TwoLines } from '../VirtualTable/TwoLines';
import { Names } from './useNames';
import styles from './MachinePage.module.css';

const connection = (connected: boolean | undefined) => {
  if (connected === undefined) {
    return '–';
  }
  return connected ? 'Yes' : 'No';
};

/** Each network card of the machine, with what its guest reports. */
export const NetworkCardsCard = (props: {
  details: MachineDetails;
  names: Names | undefined;
}) => {
  const { networkCards } = props.details;
  return (
    <InfoCard title="Network cards" className={styles.wide}>
      {networkCards.length === 0 ? (
        <Text>The source reports no network cards.</Text>
      ) : (
        <table className={styles.table} aria-label="Network cards">
          <thead>
            <tr>
              <th scope="col">Card</th>
              <th scope="col">MAC address</th>
              <th scope="col">Network</th>
              <th scope="col">Connected</th>
              <th scope="col">Addresses</th>
            </tr>
          </thead>
          <tbody>
            {networkCards.map(card => (
              <tr key={`${card.label} ${card.macAddress}`}>
                <th scope="row">
                  <TwoLines title={card.label} description={card.adapterType} />
                </th>
                <td>{card.macAddress ?? '–'}</td>
                <td>
                  {card.network === undefined
                    ? '–'
                    : props.names?.networks.get(card.network) ?? card.network}
                </td>
                <td>{connection(card.connected)}</td>
                <td>
                  {card.addresses.length === 0
                    ? '–'
                    : card.addresses.map(address => (
                        <div key={address}>{address}</div>
                      ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </InfoCard>
  );
};
