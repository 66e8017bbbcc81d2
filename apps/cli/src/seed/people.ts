import { addDays, daysBetween, idNumberWithCheck, type Day, type Sex } from '#kernel';
import { guangdongCounties } from './guangdong.js';
import { pick, scatter, shuffledPlaces } from './shuffle.js';

// Nobody real: the sequence 000 of an identity number was never issued, and no telephone number starts with 000. Numbers with an
// even sequence are women's, so everyone made here is one by her number, whatever a name suggests.

export interface SyntheticPerson {
  readonly name: string;
  readonly idKind: 'resident-id';
  readonly idNumber: string;
  readonly phone: string;
  readonly born: Day;
  readonly sex: Sex;
}

/** Trainees come of age for training in 2023; staff (mentors, assessors, trainers) are older, so no two series share a number. */
const series = {
  trainees: { from: '2001-09-01', to: '2007-08-31', phones: 10_000_000 },
  staff: { from: '1968-01-01', to: '1996-12-31', phones: 60_000_000 },
} as const;
export type PeopleSeries = keyof typeof series;

/** How many different people a series has. */
export const peopleIn = (kind: PeopleSeries): number =>
  guangdongCounties.length * (daysBetween(series[kind].from, series[kind].to) + 1);

/** Family names of Guangdong with their shares in thousandths of those listed. */
const surnames = (
  '陈101 李78 黄76 张55 梁47 林45 刘43 吴39 王33 罗29 杨27 谢25 叶24 何23 郑22 曾21 周21 蔡19 邓18 朱17 ' +
  '徐16 彭15 许15 郭14 胡14 廖13 赖12 钟12 冯11 赵11 卢10 苏10 江10 马9 潘9 余8 温8 范7 莫7 邱7 方7 袁6 ' +
  '孙6 欧6 唐6 萧5 严5 麦5 丘5 龙5 古4 欧阳3 司徒2 关4 区3 庄4 洪3 沈3 韩3 韦3'
)
  .split(' ')
  .flatMap((entry) => {
    const [, surname = '', share = '1'] = /^(\D+)(\d+)$/.exec(entry) ?? [];
    return Array.from({ length: Number(share) }, () => surname);
  });
const firstCharacters = Array.from(
  '子嘉思俊家晓文雨志梓浩欣佳伟泽建海宇锦诗永国明立颖慧泳卓铭彦可心静婉柏若芷凯耀振韵乐诺映靖楚',
);
const secondCharacters = Array.from(
  '豪欣轩怡杰琪涛敏辉婷健莹锋瑶鹏妍斌彤龙琳华颖荣洁贤雯燊霞乐晴恒芳毅薇朗瑜强丽康仪勤蓉宁筠森曦',
);

/** The person at each index of a series, always the same for the same seed. Throws a RangeError beyond `peopleIn`. */
export const syntheticPeople = (
  seed: number,
  kind: PeopleSeries = 'trainees',
): ((index: number) => SyntheticPerson) => {
  const { from, phones } = series[kind];
  const place = shuffledPlaces(seed, peopleIn(kind));
  return (index) => {
    const at = place(index);
    const born = addDays(from, Math.floor(at / guangdongCounties.length));
    const county = pick(guangdongCounties, at);
    const chance = (purpose: number) => scatter(seed, at, purpose);
    const given = pick(firstCharacters, chance(2)) + pick(secondCharacters, chance(3));
    return {
      name: pick(surnames, chance(1)) + given,
      idKind: 'resident-id',
      idNumber: idNumberWithCheck(`${county}${born.replaceAll('-', '')}000`) ?? '',
      phone: `000${String(phones + at)}`,
      born,
      sex: 'female',
    };
  };
};
