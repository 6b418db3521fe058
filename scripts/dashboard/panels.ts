import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type DataSourceRef,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  MappingType,
  type Panel,
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** A variable for the data source, so that one dashboard works with every Prometheus. */
export const DATASOURCE: DataSourceRef = { type: 'prometheus', uid: '$datasource' };

export interface Query {
  readonly expr: string;
  /** Legend of each series, with labels as `{{label}}`. */
  readonly legend: string;
}

export interface PanelSpec {
  readonly kind: 'timeseries' | 'stat' | 'table';
  readonly title: string;
  /** What it shows, and how to read it. */
  readonly description: string;
  /** A unit of Grafana. */
  readonly unit: string;
  /** Width in columns, of 24. */
  readonly width: number;
  readonly queries: readonly Query[];
  readonly stacked?: boolean;
  readonly max?: number;
  /** The value from which each colour applies; green below the first. */
  readonly thresholds?: readonly (readonly [value: number, color: string])[];
  /** Text for a value, such as 1 for "open". */
  readonly texts?: Readonly<Record<string, string>>;
}

export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

const REF_IDS = 'ABCDEFGH';
const HEIGHTS = { timeseries: 8, stat: 4, table: 8 } as const;

export function buildPanel(spec: PanelSpec, id: number): Builder<Panel> {
  const panel = createBuilder(spec)
    .id(id)
    .title(spec.title)
    .description(spec.description)
    .datasource(DATASOURCE)
    .unit(spec.unit)
    .span(spec.width)
    .height(HEIGHTS[spec.kind])
    .thresholds(buildThresholds(spec))
    .targets(spec.queries.map((query, index) => buildQuery(query, index, spec)));
  if (spec.max !== undefined) panel.max(spec.max);
  if (spec.texts) {
    const options = Object.entries(spec.texts).map(
      ([value, text], index) => [value, { text, index }] as const,
    );
    panel.mappings([{ type: MappingType.ValueToText, options: Object.fromEntries(options) }]);
  }
  return panel;
}

function createBuilder(spec: PanelSpec): TimeseriesBuilder | StatBuilder | TableBuilder {
  if (spec.kind === 'stat') {
    return new StatBuilder().reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']));
  }
  if (spec.kind === 'table') {
    return new TableBuilder().overrideByName('Time', [{ id: 'custom.hidden', value: true }]);
  }
  const panel = new TimeseriesBuilder()
    .min(0)
    .fillOpacity(spec.stacked ? 30 : 8)
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Bottom)
        .calcs(['lastNotNull', 'max']),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  return spec.stacked ? panel.stacking(new StackingConfigBuilder().mode(StackingMode.Normal)) : panel;
}

function buildThresholds({ thresholds = [] }: PanelSpec): ThresholdsConfigBuilder {
  const steps: Threshold[] = thresholds.map(([value, color]) => ({ value, color }));
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: 'green' }, ...steps]);
}

function buildQuery({ expr, legend }: Query, index: number, { kind }: PanelSpec): DataqueryBuilder {
  const query = new DataqueryBuilder()
    .refId(REF_IDS.charAt(index))
    .expr(expr)
    .legendFormat(legend)
    .datasource(DATASOURCE);
  if (kind === 'timeseries') return query.range();
  return kind === 'table' ? query.instant().format(PromQueryFormat.Table) : query.instant();
}
