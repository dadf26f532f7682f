import { ChartPoint } from './chartPoints';
import { formatDay } from './describeForecast';
import styles from './HistoryChart.module.css';

/** The numbers of the day that one points at. */
export const ChartTooltip = (props: {
  point: ChartPoint | undefined;
  format: (amount: number) => string;
}) => {
  const { point, format } = props;
  if (!point) {
    return null;
  }
  const whole = (amount: number) => format(Math.round(amount));
  const rows: [string, string][] = [
    ...(point.used === undefined
      ? []
      : ([['Used', whole(point.used)]] as [string, string][])),
    ...(point.reserved === undefined
      ? []
      : ([['Reserved', whole(point.reserved)]] as [string, string][])),
    ...(point.used === undefined && point.trend !== undefined && point.band
      ? ([
          ['Forecast', whole(point.trend)],
          ['Between', point.band.map(whole).join(' and ')],
        ] as [string, string][])
      : []),
    ...(point.limit === undefined
      ? []
      : ([['Limit', whole(point.limit)]] as [string, string][])),
  ];
  return (
    <div className={styles.tooltip}>
      <strong>{formatDay(point.day)}</strong>
      {rows.map(([label, value]) => (
        <div key={label}>{`${label}: ${value}`}</div>
      ))}
      {rows.length === 0 && <div>Not measured</div>}
    </div>
  );
};
