import { useMemo, useState } from 'react';
import { Select } from '@backstage/ui';
import { PlaceChoice } from './placeChoices';
import { ANY, placeOptions } from './placeOptions';

const FEW = 10;

/** A datacenter or cluster to filter by; one of many is found by typing. */
export const PlaceSelect = (props: {
  label: string;
  /** What none of them is called. */
  any: string;
  choices: PlaceChoice[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) => {
  const { label, any, choices, value, onChange } = props;
  const [typed, setTyped] = useState('');
  const options = useMemo(
    () => placeOptions(choices, { any, chosen: value, typed }),
    [choices, any, value, typed],
  );
  return (
    <Select
      aria-label={label}
      options={options}
      value={value ?? ANY}
      onChange={key =>
        onChange(key === null || key === ANY ? undefined : String(key))
      }
      onOpenChange={() => setTyped('')}
      search={
        choices.length > FEW
          ? {
              // Of what was typed, the options are the ones to show already.
              mode: 'server',
              inputValue: typed,
              onInputChange: setTyped,
              placeholder: 'Type a part of the name',
            }
          : undefined
      }
    />
  );
};
