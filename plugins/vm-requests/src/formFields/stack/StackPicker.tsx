import { ComponentProps } from 'react';
import {
  OfferedPolicy,
  PolicyEnvironment,
  stacksOf,
} from '@backlot/plugin-vm-requests-common';
import { ChoicePicker } from '../pickers/ChoicePicker';
import { useCorrection } from '../useCorrection';

/**
 * Chooses a stack of an environment, its first unless another is chosen. Nothing is shown where it has
 * one: there is nothing to choose, and requesters need not know that there are others.
 */
export const StackPicker = (
  props: Omit<ComponentProps<typeof ChoicePicker>, 'choices'> & {
    /** Absent while it is being loaded. */
    policy: OfferedPolicy | undefined;
    environment: PolicyEnvironment | undefined;
  },
) => {
  const { policy, environment, value, onChange, ...shown } = props;
  const offered = policy?.stacks ?? {};
  const names = environment ? stacksOf(environment, offered) : [];
  const several = names.length > 1;
  const isLeftOver = value !== undefined && policy && !several;

  useCorrection(isLeftOver ? () => onChange(undefined) : undefined);

  return several ? (
    <ChoicePicker
      {...shown}
      value={value ?? names[0]}
      onChange={onChange}
      choices={names.map(name => ({
        value: name,
        label: offered[name].title ?? name,
      }))}
    />
  ) : null;
};
