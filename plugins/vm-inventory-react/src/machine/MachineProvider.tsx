import { createContext, ReactNode, useContext } from 'react';
import { Machine } from '@backlot/plugin-vm-inventory-common';

const MachineContext = createContext<Machine | undefined>(undefined);

/**
 * Tells the cards on the page of a machine which machine it is.
 *
 * @public
 */
export const MachineProvider = (props: {
  machine: Machine;
  children: ReactNode;
}) => (
  <MachineContext.Provider value={props.machine}>
    {props.children}
  </MachineContext.Provider>
);

/**
 * The machine whose page a card is on. It is another object each time that the page is read anew.
 *
 * @public
 */
export function useMachine(): Machine {
  const machine = useContext(MachineContext);
  if (!machine) {
    throw new Error(
      'There is no machine here: useMachine works in cards of the input "cards" of page:vm-inventory, or below a MachineProvider.',
    );
  }
  return machine;
}
