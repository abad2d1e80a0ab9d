import { useStrings } from '@vestnik/ui/i18n';
import { useId, useRef } from 'react';

import styles from './BarChart.module.css';
import { labelledBars, ticksUpTo, type ChartUnit } from './scale.ts';
import { strings } from './strings.ts';
import { useElementWidth } from './useElementWidth.ts';

export interface Bar {
  readonly key: string;
  /** Below the bar; some are left out if there is no room. */
  readonly label: string;
  /** In the table and in the tooltip. */
  readonly name: string;
  /** Null: there is no value, such as the average of nothing. */
  readonly value: number | null;
}

interface BarChartProps {
  title: string;
  /** What the chart shows, in a sentence. */
  summary: string;
  bars: readonly Bar[];
  /** The headings of the table's columns. */
  columns: readonly [string, string];
  /** `count` unless given. */
  unit?: ChartUnit;
  valueText: (value: number) => string;
}

/** A chart of bars as SVG, with a table of the same values. */
export function BarChart(props: BarChartProps) {
  const { title, summary, bars, columns, unit = 'count', valueText } = props;
  const titleId = useId();
  const plot = useRef<HTMLDivElement>(null);
  const width = useElementWidth(plot);
  return (
    <figure className={styles['chart']} aria-labelledby={titleId}>
      <figcaption>
        <h3 id={titleId} className={styles['title']}>
          {title}
        </h3>
        <p className={styles['summary']}>{summary}</p>
      </figcaption>
      <div ref={plot} className={styles['plot']}>
        {width === 0 ? null : <Plot bars={bars} unit={unit} width={width} valueText={valueText} />}
      </div>
      <ValueTable title={title} bars={bars} columns={columns} valueText={valueText} />
    </figure>
  );
}

const HEIGHT = 180;
const TOP = 8;
const BOTTOM = 22;
/** Of a character of a label; and what stands between the label and its line, or between two labels. */
const CHARACTER_WIDTH = 7;
const AXIS_GAP = 12;
const LABEL_GAP = 4;

interface PlotProps {
  bars: readonly Bar[];
  unit: ChartUnit;
  width: number;
  valueText: (value: number) => string;
}

/** Hidden from screen readers, which have the table. */
function Plot({ bars, unit, width, valueText }: PlotProps) {
  const ticks = ticksUpTo(Math.max(0, ...bars.map(({ value }) => value ?? 0)), unit);
  const top = ticks.at(-1) ?? 1;
  const innerHeight = HEIGHT - TOP - BOTTOM;
  const y = (value: number) => TOP + innerHeight * (1 - value / top);
  const axis = AXIS_GAP + CHARACTER_WIDTH * longest(ticks.map(valueText));
  const slot = (width - axis) / Math.max(1, bars.length);
  const labelWidth = LABEL_GAP + CHARACTER_WIDTH * longest(bars.map(({ label }) => label));
  return (
    <svg width={width} height={HEIGHT} aria-hidden="true" className={styles['svg']}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={styles['grid']} x1={axis} x2={width} y1={y(tick)} y2={y(tick)} />
          <text className={styles['tick']} x={axis - 8} y={y(tick) + 4}>
            {valueText(tick)}
          </text>
        </g>
      ))}
      {bars.map(({ key, name, value }, index) => (
        <g key={key}>
          <title>{value === null ? name : `${name}: ${valueText(value)}`}</title>
          <rect
            className={styles['slot']}
            x={axis + slot * index}
            y={TOP}
            width={slot}
            height={innerHeight}
          />
          <rect
            className={styles['bar']}
            x={axis + slot * index + slot * 0.15}
            y={y(value ?? 0)}
            width={slot * 0.7}
            height={Math.max(0, TOP + innerHeight - y(value ?? 0))}
            rx={Math.min(3, slot * 0.2)}
          />
        </g>
      ))}
      {labelledBars(bars.length, width - axis, labelWidth).map(({ index, middle }) => (
        <text key={index} className={styles['label']} x={axis + middle} y={HEIGHT - 6}>
          {bars[index]?.label}
        </text>
      ))}
    </svg>
  );
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

function ValueTable({
  title,
  bars,
  columns: [nameColumn, valueColumn],
  valueText,
}: Pick<BarChartProps, 'title' | 'bars' | 'columns' | 'valueText'>) {
  const t = useStrings(strings);
  return (
    <details className={styles['details']}>
      <summary>{t.asTable}</summary>
      {/* It scrolls sideways by keyboard too. */}
      <div className={styles['scroller']}>
        <table className={styles['table']} aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{nameColumn}</th>
              <th scope="col">{valueColumn}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ key, name, value }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td>{value === null ? '–' : valueText(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
