/** Our own line drawings on a field of 24 by 24. Always beside words, so hidden from screen readers. */
const DRAWINGS = {
  phone: 'M5 3h4l2 5-2.5 1.5a12 12 0 0 0 6 6L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z',
  mail: 'M3 5h18v14H3zM3 6l9 7 9-7',
  check: 'M4 12.5 9.5 18 20 7',
  warning: 'M12 3 2 20.5h20zM12 10v5M12 17.9v.1',
  info: 'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zM12 11v6M12 7.4v.1',
  stop: 'M8.3 2.5h7.4l5.8 5.8v7.4l-5.8 5.8H8.3l-5.8-5.8V8.3zM12 7v6M12 16.4v.1',
  clock: 'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zM12 7v5.5l3.5 2',
  home: 'M3 11.5 12 4l9 7.5M5.5 10v10h13V10M10 20v-6h4v6',
  person: 'M12 3a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM3.5 21c.5-4 4-6 8.5-6s8 2 8.5 6',
  people:
    'M9 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM2 20c.4-3.5 3-5 7-5s6.6 1.5 7 5M16 4.5a4 4 0 0 1 0 7M18 15.3c2.5.6 3.7 2.2 4 4.7',
  building: 'M5 21V3h14v18M2 21h20M9 7h1M14 7h1M9 11h1M14 11h1M10 21v-5h4v5',
  list: 'M8 6h13M8 12h13M8 18h13M3.5 6v.1M3.5 12v.1M3.5 18v.1',
  menu: 'M3 6h18M3 12h18M3 18h18',
  lock: 'M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4',
  leave: 'M14 4H4v16h10M10 12h11M17 8l4 4-4 4',
  print: 'M7 8V3h10v5M7 17H3V8h18v9h-4M7 14h10v7H7z',
  search: 'M10.5 3.5a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM15.5 15.5 21 21',
  chevron: 'm6 9 6 6 6-6',
  external: 'M14 4h6v6M20 4l-9 9M17 14v6H4V7h6',
  copy: 'M9 9h12v12H9zM15 9V3H3v12h6',
  close: 'M5 5l14 14M19 5 5 19',
} as const;

export type IconName = keyof typeof DRAWINGS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="rv-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={DRAWINGS[name]} />
  </svg>
);
