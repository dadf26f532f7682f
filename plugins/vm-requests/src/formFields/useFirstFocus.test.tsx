import { useRef } from 'react';
import { render, screen } from '@testing-library/react';
import { useFirstFocus } from './useFirstFocus';

const Field = (props: { wanted?: boolean; ready?: boolean }) => {
  const ref = useRef<HTMLInputElement>(null);
  useFirstFocus(ref, props.wanted, props.ready);
  return (
    <>
      <input aria-label="Field" ref={ref} disabled={props.ready === false} />
      <input aria-label="Other" />
    </>
  );
};

const field = () => screen.getByLabelText('Field');

describe('useFirstFocus', () => {
  it('moves the focus to the field that is marked, and to no other', () => {
    const { unmount } = render(<Field wanted />);
    expect(field()).toHaveFocus();
    unmount();

    render(<Field />);
    expect(document.body).toHaveFocus();
  });

  it('waits until the field can take it', () => {
    const { rerender } = render(<Field wanted ready={false} />);
    expect(document.body).toHaveFocus();

    rerender(<Field wanted ready />);

    expect(field()).toHaveFocus();
  });

  it('leaves somebody alone who is elsewhere by then', () => {
    const { rerender } = render(<Field wanted ready={false} />);
    screen.getByLabelText('Other').focus();

    rerender(<Field wanted ready />);

    expect(screen.getByLabelText('Other')).toHaveFocus();
  });

  it('moves it once', () => {
    const { rerender } = render(<Field wanted ready />);
    field().blur();

    rerender(<Field wanted ready={false} />);
    rerender(<Field wanted ready />);

    expect(document.body).toHaveFocus();
  });
});
