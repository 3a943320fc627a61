/** The colours of the charts, since a canvas knows no CSS variable. */
export interface Ink {
  text: string;
  faint: string;
  line: string;
  surface: string;
  series: readonly string[];
  good: string;
  warn: string;
  bad: string;
}

export const LIGHT: Ink = {
  text: '#1a2330',
  faint: '#768193',
  line: '#e6eaef',
  surface: '#ffffff',
  series: ['#2463d1', '#0f9d84', '#c9761a', '#7a55c7', '#c2417c', '#5f7a12'],
  good: '#16865a',
  warn: '#c47a00',
  bad: '#c93434',
};

export const DARK: Ink = {
  text: '#e4e9f0',
  faint: '#8491a3',
  line: '#232b36',
  surface: '#1b222c',
  series: ['#5b93f0', '#36c4a6', '#eaa24a', '#a98bf0', '#ee77a9', '#a5c24a'],
  good: '#45c08d',
  warn: '#e2a443',
  bad: '#f07d78',
};
