import { render, screen } from '@testing-library/react';
import { FactList } from './FactList';

describe('FactList', () => {
  it('names each value, and leaves out what has none', () => {
    render(
      <FactList
        facts={[
          ['CPUs', 0],
          ['Address', undefined],
          ['Host', ''],
          ['Power', <b key="power">On</b>],
        ]}
      />,
    );

    expect(screen.getAllByRole('term').map(term => term.textContent)).toEqual([
      'CPUs',
      'Power',
    ]);
    expect(
      screen.getAllByRole('definition').map(value => value.textContent),
    ).toEqual(['0', 'On']);
  });
});
