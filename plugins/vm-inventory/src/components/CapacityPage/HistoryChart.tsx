import { addDays, CapacitySeries } from '@backlot/plugin-vm-inventory-common';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { axisTicks } from './axisTicks';
import { ChartPoint, chartPoints } from './chartPoints';
import { ChartTooltip } from './ChartTooltip';
import { resourceScale } from './resources';

const HEIGHT = 280;
// With more days than this, months say more than days.
const LONG = 400;

const shortDay = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const shortMonth = new Intl.DateTimeFormat('en-GB', {
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

const largestOf = (points: readonly ChartPoint[]) =>
  Math.max(
    0,
    ...points.map(({ used = 0, reserved = 0, limit = 0, trend = 0 }) =>
      Math.max(used + reserved, limit, trend),
    ),
  );

/** History, limit and forecast of one resource; what it shows is also there in words. */
export const HistoryChart = (props: {
  series: CapacitySeries;
  from: string;
  to: string;
  /** Days that the forecast is drawn for. */
  ahead: number;
}) => {
  const { series, from, to, ahead } = props;
  const until = addDays(to, ahead);
  const points = chartPoints(series, { from, until });
  const largest = largestOf(points);
  const { format, step } = resourceScale(series.resource, largest);
  const ticks = axisTicks(largest, step);
  const full =
    series.forecast?.state === 'fills' && series.forecast.day <= until
      ? series.forecast.day
      : undefined;
  const dayFormat = points.length > LONG ? shortMonth : shortDay;
  return (
    <ResponsiveContainer width="100%" height={HEIGHT}>
      <ComposedChart
        data={points}
        margin={{ top: 24, right: 16, bottom: 0, left: 8 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--bui-border-1)" />
        <XAxis
          dataKey="day"
          minTickGap={48}
          tickFormatter={(day: string) => dayFormat.format(new Date(day))}
          tick={{ fill: 'var(--bui-fg-secondary)', fontSize: 12 }}
          stroke="var(--bui-border-1)"
        />
        <YAxis
          width={104}
          ticks={ticks}
          domain={[0, ticks[ticks.length - 1]]}
          allowDataOverflow
          tickFormatter={(amount: number) =>
            amount === 0 ? '0' : format(amount)
          }
          tick={{ fill: 'var(--bui-fg-secondary)', fontSize: 12 }}
          stroke="var(--bui-border-1)"
        />
        <Tooltip
          isAnimationActive={false}
          content={({ active, payload }) => (
            <ChartTooltip
              point={active ? payload?.[0]?.payload : undefined}
              format={format}
            />
          )}
        />
        <Area
          dataKey="band"
          stroke="none"
          fill="var(--bui-fg-announcement)"
          fillOpacity={0.15}
          isAnimationActive={false}
          activeDot={false}
        />
        <Area
          dataKey="used"
          stackId="taken"
          stroke="var(--bui-fg-announcement)"
          fill="var(--bui-fg-announcement)"
          fillOpacity={0.45}
          isAnimationActive={false}
        />
        <Area
          dataKey="reserved"
          stackId="taken"
          stroke="none"
          fill="var(--bui-fg-warning)"
          fillOpacity={0.8}
          isAnimationActive={false}
        />
        <Line
          dataKey="limit"
          type="stepAfter"
          stroke="var(--bui-fg-primary)"
          strokeWidth={2}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
        <Line
          dataKey="trend"
          stroke="var(--bui-fg-announcement)"
          strokeWidth={2}
          strokeDasharray="6 4"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
        <ReferenceLine
          x={to}
          stroke="var(--bui-fg-secondary)"
          strokeDasharray="2 2"
          label={{
            value: 'Today',
            position: 'top',
            fill: 'var(--bui-fg-secondary)',
            fontSize: 12,
          }}
        />
        {full && (
          <ReferenceLine
            x={full}
            stroke="var(--bui-fg-negative)"
            label={{
              value: 'Full',
              position: 'top',
              fill: 'var(--bui-fg-negative)',
              fontSize: 12,
            }}
          />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
};
