/** Occupations of the 2022 catalogue with the words for a post in them. */
export const trades = [
  { occupation: '6-18-01-01', zh: '车工', en: 'turner' },
  { occupation: '6-31-01-03', zh: '电工', en: 'electrician' },
  { occupation: '6-18-01-07', zh: '多工序数控机床操作调整工', en: 'CNC machinist' },
  { occupation: '6-30-99-00', zh: '工业机器人系统操作员', en: 'industrial robot operator' },
  { occupation: '6-18-02-04', zh: '焊工', en: 'welder' },
  { occupation: '6-20-01-01', zh: '装配钳工', en: 'fitter' },
] as const;
export type Trade = (typeof trades)[number];
