import { mockServices } from '@backstage/backend-test-utils';
import { SignalPayload } from '@backstage/plugin-signals-node';
import { RequestSignals } from './RequestSignals';

function setUp() {
  const sent: SignalPayload[] = [];
  const signals = new RequestSignals({
    logger: mockServices.logger.mock(),
    signals: {
      publish: async signal => {
        sent.push(signal);
      },
    },
  });
  return { signals, sent };
}

describe('RequestSignals', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sends an empty message to everybody', () => {
    const { signals, sent } = setUp();

    signals.changed();

    expect(sent).toEqual([
      {
        recipients: { type: 'broadcast' },
        channel: 'vm-requests',
        message: {},
      },
    ]);
  });

  it('sends the first at once, and one for all that change meanwhile', () => {
    const { signals, sent } = setUp();

    signals.changed();
    signals.changed();
    signals.changed();
    expect(sent).toHaveLength(1);
    jest.advanceTimersByTime(250);
    expect(sent).toHaveLength(2);
    jest.advanceTimersByTime(10_000);
    expect(sent).toHaveLength(2);
    signals.changed();
    expect(sent).toHaveLength(3);
  });
});
