import type { RowSpec } from '../panels.ts';
import { CHOSEN, rate } from '../queries.ts';

export const runtime: RowSpec = {
  title: 'Node runtime',
  panels: [
    {
      kind: 'timeseries',
      title: 'CPU',
      description: 'Cores in use. A Node process mostly uses one thread, so about 1 is its maximum.',
      unit: 'short',
      width: 8,
      queries: [
        { expr: `sum by (instance) (${rate('process_cpu_seconds_total', CHOSEN)})`, legend: '{{instance}}' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Memory',
      description: 'Resident memory, and the heap with the limit at which the process crashes.',
      unit: 'bytes',
      width: 8,
      queries: [
        {
          expr: `max by (instance) (process_resident_memory_bytes{${CHOSEN}})`,
          legend: 'resident {{instance}}',
        },
        { expr: `max by (instance) (nodejs_heap_size_used_bytes{${CHOSEN}})`, legend: 'heap {{instance}}' },
        { expr: `max(domi_heap_size_limit_bytes{${CHOSEN}})`, legend: 'heap limit' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Event-loop lag',
      description: 'Delay of the event loop; every request waits that long.',
      unit: 's',
      width: 8,
      queries: [
        {
          expr: `max by (instance) (nodejs_eventloop_lag_p50_seconds{${CHOSEN}})`,
          legend: 'p50 {{instance}}',
        },
        {
          expr: `max by (instance) (nodejs_eventloop_lag_p99_seconds{${CHOSEN}})`,
          legend: 'p99 {{instance}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Garbage collection',
      description: 'Share of time spent in garbage collection, by kind.',
      unit: 'percentunit',
      width: 8,
      queries: [
        { expr: `sum by (kind) (${rate('nodejs_gc_duration_seconds_sum', CHOSEN)})`, legend: '{{kind}}' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Open file descriptors',
      description: 'Connections and files against their limit.',
      unit: 'short',
      width: 8,
      queries: [
        { expr: `max by (instance) (process_open_fds{${CHOSEN}})`, legend: 'open {{instance}}' },
        { expr: `max(process_max_fds{${CHOSEN}})`, legend: 'limit' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Log lines dropped',
      description:
        'Lines that could not be written, since their reader stalls or their disk is full, by stream.',
      unit: 'short',
      width: 8,
      stacked: true,
      queries: [
        {
          expr: `sum by (stream) (${rate('domi_log_lines_dropped_total', CHOSEN)})`,
          legend: '{{stream}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Refused in overload',
      description:
        'Requests answered with 503 since there is more to do than an instance can, by purpose and cause.',
      unit: 'reqps',
      width: 8,
      queries: [
        {
          expr: `sum by (purpose, cause) (${rate('domi_requests_shed_total', CHOSEN)})`,
          legend: '{{purpose}}: {{cause}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Connections that came to nothing',
      description: 'Closed at once, failed in the TLS handshake, or cut since the client did not read.',
      unit: 'cps',
      width: 8,
      queries: [
        {
          expr: `sum by (port, reason) (${rate('domi_connections_failed_total', CHOSEN)})`,
          legend: '{{port}}: {{reason}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Time since the start',
      description: 'A line that falls to zero is a restart.',
      unit: 's',
      width: 8,
      queries: [
        {
          expr: `time() - max by (instance) (process_start_time_seconds{${CHOSEN}})`,
          legend: '{{instance}}',
        },
      ],
    },
  ],
};
