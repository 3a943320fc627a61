import type { EChartsCoreOption } from 'echarts/core';
import type { Ink } from './ink.ts';

export type Point = readonly [number, number | null];

export interface Span {
  from: number;
  to: number;
}

export interface Line {
  name: string;
  points: readonly Point[];
  /** Index into the ink's colours; by position if left out. */
  colour?: number;
}

export interface LineChartSpec {
  lines: readonly Line[];
  ink: Ink;
  /** How a value is written on the axis and beside the pointer. */
  write: (value: number) => string;
  area?: boolean;
  stack?: boolean;
  /** Epoch milliseconds of both ends, so that all charts of a page show the same time. */
  span: Span;
  /** A limit that must not be crossed, drawn across. */
  limit?: number;
  large?: boolean;
}

/** Lines over time, with the tooltip drawn in the canvas: no HTML is ever made of a name. */
export function lineChart(spec: LineChartSpec): EChartsCoreOption {
  const { lines, ink, write, large = false } = spec;
  const size = large ? 14 : 11;
  return {
    animation: false,
    aria: { enabled: false },
    color: [...ink.series],
    grid: { left: 8, right: 14, top: lines.length > 1 ? 30 : 12, bottom: 4, containLabel: true },
    legend: {
      show: lines.length > 1,
      type: 'scroll',
      top: 0,
      left: 4,
      icon: 'roundRect',
      itemWidth: 10,
      itemHeight: 4,
      textStyle: { color: ink.faint, fontSize: size },
      pageTextStyle: { color: ink.faint },
    },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: ink.surface,
      borderColor: ink.line,
      textStyle: { color: ink.text, fontSize: 12 },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? write(value) : '–'),
    },
    xAxis: {
      type: 'time',
      min: spec.span.from,
      max: spec.span.to,
      minInterval: 60_000,
      axisLine: { lineStyle: { color: ink.line } },
      axisTick: { show: false },
      axisLabel: { color: ink.faint, fontSize: size, hideOverlap: true, formatter: '{HH}:{mm}' },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 3,
      axisLabel: { color: ink.faint, fontSize: size, formatter: write },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: lines.map((line, index) => ({
      type: 'line',
      name: line.name,
      data: line.points,
      showSymbol: line.points.length < 2,
      symbolSize: 5,
      lineStyle: { width: large ? 2.5 : 1.8 },
      itemStyle: { color: ink.series[(line.colour ?? index) % ink.series.length] },
      ...(spec.area ? { areaStyle: { opacity: 0.12 } } : {}),
      ...(spec.stack ? { stack: 'all' } : {}),
      ...(spec.limit !== undefined && index === 0 ? { markLine: limitLine(spec.limit, ink) } : {}),
    })),
  };
}

export interface BarChartSpec {
  bars: readonly { name: string; value: number }[];
  ink: Ink;
  write: (value: number) => string;
  colour?: number;
  large?: boolean;
}

/** Lying bars, the longest on top. */
export function barChart({
  bars,
  ink,
  write,
  colour = 0,
  large = false,
}: BarChartSpec): EChartsCoreOption {
  const sorted = [...bars].sort((a, b) => a.value - b.value);
  const size = large ? 15 : 12;
  return {
    animation: false,
    grid: { left: 8, right: 44, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: 'value', show: false, min: 0 },
    yAxis: {
      type: 'category',
      data: sorted.map((bar) => bar.name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: ink.text, fontSize: size, width: 150, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        data: sorted.map((bar) => bar.value),
        barMaxWidth: large ? 26 : 18,
        itemStyle: { color: ink.series[colour % ink.series.length], borderRadius: [0, 4, 4, 0] },
        label: {
          show: true,
          position: 'right',
          color: ink.text,
          fontSize: size,
          formatter: ({ value }: { value: number }) => write(value),
        },
      },
    ],
  };
}

/** A line without axes, for beside a large figure. */
export function sparkline(
  points: readonly Point[],
  span: Span,
  ink: Ink,
  colour: string,
): EChartsCoreOption {
  return {
    animation: false,
    grid: { left: 2, right: 2, top: 6, bottom: 2 },
    xAxis: { type: 'time', show: false, min: span.from, max: span.to },
    yAxis: { type: 'value', show: false, min: 0 },
    color: [...ink.series],
    series: [
      {
        type: 'line',
        data: points,
        showSymbol: points.length < 2,
        lineStyle: { width: 2, color: colour },
        itemStyle: { color: colour },
        areaStyle: { color: colour, opacity: 0.12 },
      },
    ],
  };
}

function limitLine(at: number, ink: Ink): object {
  return {
    silent: true,
    symbol: 'none',
    label: { show: false },
    lineStyle: { color: ink.bad, type: 'dashed', opacity: 0.6 },
    data: [{ yAxis: at }],
  };
}
