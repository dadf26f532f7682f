import { ResponseError } from '@backstage/errors';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { refusal } from '../testUtils/stubBackend';
import { LoadProblem, LoadState, wordsOf } from './LoadState';

const refused = (status: number, name: string, message: string) =>
  ResponseError.fromResponse(refusal(status, name, message));

describe('LoadState', () => {
  const renderState = (loaded: { value?: string; error?: Error }) =>
    render(
      <LoadState loaded={{ ...loaded, reload: jest.fn() }} what="the machines">
        <i>skeleton</i>
      </LoadState>,
    );

  it('says what is coming', () => {
    renderState({});
    expect(
      screen.getByRole('status', { name: 'Loading the machines' }),
    ).toHaveTextContent('skeleton');
  });

  it('says what is wrong in place of what was to come, and beside what was loaded before', () => {
    renderState({ error: new Error('no network') });
    expect(screen.getByRole('alert')).toHaveTextContent('no network');
    expect(screen.queryByRole('status')).toBeNull();

    renderState({ value: 'web01', error: new Error('no answer') });
    expect(screen.getAllByRole('alert')[1]).toHaveTextContent('no answer');
  });

  it('is gone once all is there', () => {
    expect(renderState({ value: '' }).container).toBeEmptyDOMElement();
  });
});

describe('LoadProblem', () => {
  it('says that a permission is missing, without a way to try again', async () => {
    render(
      <LoadProblem
        error={await refused(403, 'NotAllowedError', 'no')}
        what="the machines"
        onRetry={jest.fn()}
      />,
    );

    expect(screen.getByRole('alert')).toHaveTextContent(
      'You have no permission to see the machines',
    );
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('says that there is no such thing', async () => {
    render(
      <LoadProblem
        error={await refused(404, 'NotFoundError', 'No request 7')}
        what="the request 7"
      />,
    );

    expect(screen.getByRole('alert')).toHaveTextContent(
      'Could not find the request 7',
    );
    expect(screen.getByText('No request 7')).toBeInTheDocument();
  });

  it('gives the words of the backend and tries again', async () => {
    const retry = jest.fn();
    render(
      <LoadProblem
        error={await refused(503, 'ServiceUnavailableError', 'vCenter is down')}
        what="the machines"
        onRetry={retry}
      />,
    );

    expect(screen.getByRole('alert')).toHaveTextContent('vCenter is down');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(retry).toHaveBeenCalledTimes(1);
  });
});

describe('wordsOf', () => {
  it('takes the words of the backend rather than those of the call', async () => {
    expect(wordsOf(await refused(409, 'ConflictError', 'taken'))).toBe('taken');
    expect(wordsOf(new Error('no network'))).toBe('no network');
  });
});
