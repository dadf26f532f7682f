import { CapacitySeries } from '@backlot/plugin-vm-inventory-common';
import { formatDay } from './describeForecast';
import { resourceTitles } from './resources';
import styles from './HistoryChart.module.css';

/** The numbers of a chart, the latest day first. */
export const HistoryTable = (props: {
  series: CapacitySeries;
  format: (amount: number) => string;
}) => {
  const { series, format } = props;
  return (
    <table
      className={styles.table}
      aria-label={`${resourceTitles[series.resource]} by day`}
    >
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Used</th>
          <th scope="col">Reserved</th>
          <th scope="col">Free</th>
          <th scope="col">Limit</th>
        </tr>
      </thead>
      <tbody>
        {[...series.days].reverse().map(day => (
          <tr key={day.day}>
            <th scope="row">{formatDay(day.day)}</th>
            <td>{format(day.used)}</td>
            <td>{format(day.reserved)}</td>
            <td>{format(day.free)}</td>
            <td>{format(day.allowed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
