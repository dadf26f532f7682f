import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { CatalogReport } from '@backlot/plugin-vm-inventory-common';
import { SyncReporter } from './SyncReporter';

const leftOut = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    source: 'fra',
    id: `vm-${index + 1}`,
    name: `web ${index + 1}`,
    reason: 'The catalog would refuse it',
  }));

describe('SyncReporter', () => {
  const { signal } = new AbortController();

  function create() {
    const logger = mockServices.logger.mock();
    const reported: CatalogReport[] = [];
    const observed: { value: number; attributes?: object }[] = [];
    const clock = { now: 0 };
    const inventory = {
      reportCatalog: jest.fn(async (report: CatalogReport) => {
        reported.push(report);
      }),
    };
    let observe = () => {};
    const reporter = new SyncReporter({
      inventory,
      auth: mockServices.auth(),
      logger,
      now: () => clock.now,
      metrics: metricsServiceMock.mock({
        createObservableGauge: () => ({
          addCallback: callback => {
            observe = () =>
              callback({
                observe: (value, attributes) => {
                  observed.push({ value, attributes });
                },
              });
          },
          removeCallback: () => {},
        }),
      }),
    });
    return {
      reporter,
      inventory,
      logger,
      reported,
      clock,
      observed: () => {
        observed.length = 0;
        observe();
        return observed;
      },
    };
  }

  it('reports what is new, and every five minutes that it is still so', async () => {
    const { reporter, reported, clock } = create();
    await reporter.report({ machines: 3, leftOut: [] }, signal);
    await reporter.report({ machines: 3, leftOut: [] }, signal);
    expect(reported).toEqual([{ machines: 3, leftOut: 0, items: [] }]);

    await reporter.report({ machines: 2, leftOut: leftOut(1) }, signal);
    expect(reported).toHaveLength(2);
    clock.now += 5 * 60_000;
    await reporter.report({ machines: 2, leftOut: leftOut(1) }, signal);
    expect(reported).toHaveLength(3);
  });

  it('counts all that is left out, and names a hundred', async () => {
    const { reporter, reported, observed } = create();
    const long = { ...leftOut(1)[0], reason: 'x'.repeat(10_000) };
    await reporter.report(
      { machines: 1, leftOut: [long, ...leftOut(200)] },
      signal,
    );

    expect(reported[0]).toMatchObject({ machines: 1, leftOut: 201 });
    expect(reported[0].items).toHaveLength(100);
    expect(reported[0].items[0].reason).toHaveLength(500);
    expect(observed()).toEqual([
      { value: 1, attributes: { 'backlot.catalog.state': 'synced' } },
      { value: 201, attributes: { 'backlot.catalog.state': 'left-out' } },
    ]);
  });

  it('reports text that every database keeps, whatever a machine is named', async () => {
    const { reporter, reported } = create();
    const name = `${'😀'.repeat(300)}`;
    await reporter.report(
      {
        machines: 0,
        leftOut: [
          { ...leftOut(1)[0], name },
          { ...leftOut(1)[0], name: 'a\u0000b\ud800c' },
        ],
      },
      signal,
    );

    expect(reported[0].items.map(item => item.name)).toEqual([
      `${'😀'.repeat(254)}…`,
      'a\ufffdb\ufffdc',
    ]);
  });

  it('logs which machines are left out when that changes, and when none is any more', async () => {
    const { reporter, logger } = create();
    await reporter.report({ machines: 1, leftOut: leftOut(7) }, signal);
    await reporter.report({ machines: 1, leftOut: leftOut(7) }, signal);
    expect(logger.warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^Left 7 machines out of the catalog\. web 1 \(fra\/vm-1\): The catalog would refuse it; .*; and 2 more$/,
        ),
      ],
    ]);

    await reporter.report({ machines: 8, leftOut: [] }, signal);
    expect(logger.info.mock.calls).toEqual([
      ['No machine is left out of the catalog any more'],
    ]);
  });

  it('tries again with the next turn when the inventory does not take a report', async () => {
    const { reporter, inventory, logger, reported } = create();
    inventory.reportCatalog.mockRejectedValueOnce(new Error('no answer'));
    await reporter.report({ machines: 1, leftOut: [] }, signal);
    expect(reported).toEqual([]);
    expect(logger.warn).toHaveBeenCalledWith(
      'Could not report to the inventory what is in the catalog',
      expect.objectContaining({ message: 'no answer' }),
    );

    await reporter.report({ machines: 1, leftOut: [] }, signal);
    expect(reported).toHaveLength(1);
  });
});
